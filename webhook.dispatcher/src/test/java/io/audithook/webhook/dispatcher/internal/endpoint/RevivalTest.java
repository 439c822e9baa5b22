/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

class RevivalTest {

    private static final String TLS = "io.audithook.tls";
    private static final String NAMED = TLS + "~corp";
    private static final String OURS = "file:ssl.jar";

    /** What is there, by PID, with its location. */
    private final Map<String, String> locations = new LinkedHashMap<>();

    private final List<String> deleted = new ArrayList<>();
    private Map<String, Object> made = Map.of("service.pid", TLS);
    private int asked;

    private final Revival revival = new Revival(
            fake(ConfigurationAdmin.class, this::admin), components(), () -> Map.of(TLS, Set.of(OURS)), Set.of(TLS));

    @Test
    void nameless_thatKeepsOthersFromBeingRead_isBoundToNobody() {
        locations.put(TLS, "?");
        locations.put(NAMED, "?");
        revival.look();
        assertThat(locations).as("SCR may not have heard of it yet").containsEntry(TLS, "?");
        revival.look();
        assertThat(locations).containsEntry(TLS, Revival.NOWHERE).containsEntry(NAMED, "?");
        assertThat(deleted).isEmpty();
    }

    @Test
    void nameless_alone_staysAsItIs_untilAnotherComes() {
        locations.put(TLS, "?");
        look();
        assertThat(locations).containsEntry(TLS, "?");
        locations.put(NAMED, OURS);
        tell(ConfigurationEvent.CM_UPDATED, TLS, NAMED);
        look();
        assertThat(locations).containsEntry(TLS, Revival.NOWHERE);
    }

    @Test
    void nameless_besideOthersThatNobodyMayRead_staysAsItIs() {
        locations.put(TLS, "?");
        locations.put(NAMED, "file:elsewhere.jar");
        look();
        assertThat(locations).containsEntry(TLS, "?");
    }

    @Test
    void nameless_thatCameSecond_staysAsItIs() {
        locations.put(TLS, "?");
        locations.put(NAMED, "?");
        made = Map.of("service.pid", NAMED, "service.factoryPid", TLS);
        look();
        assertThat(locations).containsEntry(TLS, "?");
    }

    @Test
    void nameless_thatIsGone_isToldOfOnceMore() {
        look();
        locations.put(NAMED, "?");
        tell(ConfigurationEvent.CM_DELETED, null, TLS);
        look();
        assertThat(deleted).containsExactly(TLS);
        assertThat(locations).containsOnlyKeys(NAMED);
    }

    @Test
    void components_areLookedAtOnlyIfOneWithoutANameIsThere_orWas() {
        locations.put(NAMED, "?");
        look();
        tell(ConfigurationEvent.CM_UPDATED, TLS, NAMED);
        look();
        assertThat(asked).isZero();
        tell(ConfigurationEvent.CM_UPDATED, null, TLS);
        look();
        look();
        assertThat(asked).isOne();
    }

    private void look() {
        revival.look();
        revival.look();
    }

    private void tell(int type, String factory, String pid) {
        ServiceReference<?> reference = fake(ServiceReference.class, (name, arguments) -> null);
        @SuppressWarnings("unchecked")
        ServiceReference<ConfigurationAdmin> admin = (ServiceReference<ConfigurationAdmin>) reference;
        revival.configurationEvent(new ConfigurationEvent(admin, type, factory, pid));
    }

    private Object admin(String method, Object... arguments) {
        return method.equals("listConfigurations") ? list((String) arguments[0]) : configuration((String) arguments[0]);
    }

    private Configuration[] list(String filter) {
        return locations.keySet().stream()
                .filter(pid -> matches(filter, pid))
                .map(this::configuration)
                .toArray(Configuration[]::new);
    }

    private static boolean matches(String filter, String pid) {
        try {
            return FrameworkUtil.createFilter(filter)
                    .matches(
                            pid.equals(TLS)
                                    ? Map.of("service.pid", pid)
                                    : Map.of("service.pid", pid, "service.factoryPid", TLS));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Configuration configuration(String pid) {
        return fake(Configuration.class, (method, arguments) -> switch (method) {
            case "getPid" -> pid;
            case "getBundleLocation" -> locations.get(pid);
            case "getProperties" -> locations.containsKey(pid) ? new Hashtable<>() : null;
            case "setBundleLocation" -> locations.put(pid, (String) arguments[0]);
            case "delete" -> deleted.add(pid);
            default -> throw new AssertionError(method);
        });
    }

    private ServiceComponentRuntime components() {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.configurationPid = new String[] {TLS};
        return fake(ServiceComponentRuntime.class, (method, arguments) -> switch (method) {
            case "getComponentDescriptionDTOs" -> List.of(component);
            case "isComponentEnabled" -> true;
            case "getComponentConfigurationDTOs" -> {
                asked++;
                ComponentConfigurationDTO one = new ComponentConfigurationDTO();
                one.properties = made;
                yield List.of(one);
            }
            default -> throw new AssertionError(method);
        });
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.to(method.getName(), arguments);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }

    /** What a fake says. */
    @FunctionalInterface
    private interface Answers {

        Object to(String method, Object... arguments);
    }
}
