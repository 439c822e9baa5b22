/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.OutboxStats;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The beans in a real MBean server, as that of the JVM. */
class BeansTest {

    private static final String E = "io.audithook:type=endpoint,name=\"e\"";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final List<EndpointStatus> statuses = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private long nanos;
    private boolean broken;

    private final Endpoints endpoints = fake(Endpoints.class, call -> {
        calls.add(call);
        return switch (call) {
            case "list", "glance" -> List.copyOf(statuses);
            case "as jmx" -> actions();
            default -> throw new IllegalStateException(call);
        };
    });

    private EndpointActions actions() {
        return fake(EndpointActions.class, call -> {
            calls.add(call);
            return switch (call) {
                case "pause e", "resume e" -> CompletableFuture.completedFuture(null);
                default -> CompletableFuture.failedFuture(new IllegalArgumentException("none"));
            };
        });
    }

    private final Outbox outbox = fake(
            Outbox.class, call -> new OutboxStats(5, 600, 7000, Optional.of(Instant.EPOCH), 2, "the disk is full"));

    private final Beans beans = new Beans(endpoints, outbox, List.of(this::collect), this::offer, () -> nanos);

    private List<MetricFamily> collect() {
        if (broken) {
            throw new IllegalStateException("no numbers");
        }
        return List.of(new MetricFamily(
                "audithook_delivery_attempts_total",
                MetricFamily.Type.COUNTER,
                "h",
                List.of("endpoint", "outcome"),
                List.of(
                        new MetricSample(List.of("e", "delivered"), 3),
                        new MetricSample(List.of("other", "delivered"), 4))));
    }

    @AfterEach
    void close() throws Exception {
        beans.close();
        assertThat(offered()).isEmpty();
    }

    /** @param answer what a call gives, which is the name of the method, and its argument if it has one */
    private static <T> T fake(Class<T> type, Function<String, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        answer.apply(method.getName() + (arguments == null ? "" : " " + arguments[0]))));
    }

    /** As a whiteboard does it. */
    private Runnable offer(String type, Object bean, String objectName) {
        try {
            ObjectName name = new ObjectName(objectName);
            server.registerMBean(bean, name);
            return () -> takeBack(name);
        } catch (JMException e) {
            throw new AssertionError(type, e);
        }
    }

    private void takeBack(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> offered() throws Exception {
        return server.queryNames(new ObjectName("io.audithook:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toSet());
    }

    private void endpoint(String name, State state) {
        statuses.add(new EndpointStatus(
                name,
                "http://h/",
                state,
                "reason",
                List.of("warning"),
                Optional.empty(),
                List.of(),
                7,
                new LaneStats(100, 50, 20, 10, 1, 2, 17, 3, Optional.of(Instant.EPOCH))));
    }

    private void look() {
        nanos += 1_000_000_000;
        beans.look();
    }

    private Object read(String objectName, String attribute) throws Exception {
        return server.getAttribute(new ObjectName(objectName), attribute);
    }

    @Test
    void beans_comeAndGoWithEndpoints() throws Exception {
        endpoint("e", State.ACTIVE);
        endpoint("a,b=\"*\"", State.RETIRED);
        look();
        assertThat(offered())
                .containsOnly(E, "io.audithook:type=outbox", "io.audithook:type=endpoint,name=\"a,b=\\\"\\*\\\"\"");
        statuses.remove(0);
        look();
        assertThat(offered()).hasSize(2).doesNotContain(E);
    }

    @Test
    void endpoint_showsHowItIsDoing() throws Exception {
        endpoint("e", State.FAILING);
        look();
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of(
                "State",
                "Reason",
                "Url",
                "Accepted",
                "Delivered",
                "Filtered",
                "Dead",
                "Damaged",
                "Lost",
                "Pending",
                "Parked",
                "OldestPending",
                "InFlight")) {
            values.put(name, read(E, name));
        }
        assertThat(values)
                .isEqualTo(Map.ofEntries(
                        Map.entry("State", "FAILING"),
                        Map.entry("Reason", "reason"),
                        Map.entry("Url", "http://h/"),
                        Map.entry("Accepted", 100L),
                        Map.entry("Delivered", 50L),
                        Map.entry("Filtered", 20L),
                        Map.entry("Dead", 10L),
                        Map.entry("Damaged", 1L),
                        Map.entry("Lost", 2L),
                        Map.entry("Pending", 17L),
                        Map.entry("Parked", 3L),
                        Map.entry("OldestPending", "1970-01-01T00:00:00Z"),
                        Map.entry("InFlight", 7)));
        assertThat((String[]) read(E, "Warnings")).containsExactly("warning");
        TabularData attempts = (TabularData) read(E, "Attempts");
        assertThat(attempts.size()).isEqualTo(1);
        assertThat(attempts.get(new Object[] {"delivered"}).get("value")).isEqualTo(3L);
    }

    @Test
    void attempts_ofASourceThatFails_areAllThatIsMissing() throws Exception {
        endpoint("e", State.ACTIVE);
        broken = true;
        look();
        assertThatThrownBy(() -> read(E, "Attempts")).hasRootCauseMessage("no numbers");
        assertThat(read(E, "State")).isEqualTo("ACTIVE");
    }

    @Test
    void attributes_allOfThem_takeOneLookASecond() throws Exception {
        endpoint("e", State.ACTIVE);
        look();
        for (var attribute : server.getMBeanInfo(new ObjectName(E)).getAttributes()) {
            read(E, attribute.getName());
        }
        assertThat(calls).containsExactly("glance", "list");
        nanos += 1_000_000_000;
        read(E, "State");
        assertThat(calls).containsExactly("glance", "list", "list");
    }

    @Test
    void operations_pauseAndResume() throws Exception {
        endpoint("e", State.ACTIVE);
        look();
        calls.clear();
        server.invoke(new ObjectName(E), "pause", null, null);
        statuses.clear();
        endpoint("e", State.PAUSED);
        // what an operation has changed is seen at once
        assertThat(read(E, "State")).isEqualTo("PAUSED");
        server.invoke(new ObjectName(E), "resume", null, null);
        assertThat(calls).containsExactly("as jmx", "pause e", "list", "as jmx", "resume e");
    }

    @Test
    void endpoint_thatIsGone_saysSo() {
        endpoint("e", State.ACTIVE);
        look();
        statuses.clear();
        nanos += 1_000_000_000;
        assertThatThrownBy(() -> read(E, "State"))
                .isInstanceOf(RuntimeMBeanException.class)
                .hasRootCauseMessage("There is no endpoint \"e\" any more");
    }

    @Test
    void outbox_showsHowMuchItHolds() throws Exception {
        assertThat(server.getAttributes(
                                new ObjectName("io.audithook:type=outbox"),
                                new String[] {"Entries", "Bytes", "LimitBytes", "Oldest", "Quarantined", "Trouble"})
                        .asList())
                .extracting(Attribute::getValue)
                .containsExactly(5L, 600L, 7000L, "1970-01-01T00:00:00Z", 2L, "the disk is full");
    }

    @Test
    void close_thenLook_offersNothing() throws Exception {
        endpoint("e", State.ACTIVE);
        beans.close();
        look();
        assertThat(offered()).isEmpty();
    }
}
