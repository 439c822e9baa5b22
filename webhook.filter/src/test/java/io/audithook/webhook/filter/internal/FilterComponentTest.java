/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

class FilterComponentTest {

    private static final String ALL = "{\"_any\":\"\"}";
    private static final String NONE = "{\"_not\":{\"_any\":\"\"}}";

    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        framework.start();
        context = framework.getBundleContext();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private static Map<String, Object> configuration(String scope, String expression) {
        return Map.of(Constants.SERVICE_PID, "io.audithook.filter~n", "filter.scope", scope, "expression", expression);
    }

    private List<ServiceReference<EventFilter>> references() throws Exception {
        return List.copyOf(context.getServiceReferences(EventFilter.class, null));
    }

    private EventFilter filter() throws Exception {
        assertThat(references()).hasSize(1);
        return context.getService(references().get(0));
    }

    @Test
    void filter_isAServiceWithNameAndScope() throws Exception {
        FilterComponent component = new FilterComponent(context, configuration("named", ALL));
        ServiceReference<EventFilter> reference = references().get(0);
        assertThat(reference.getProperty(EventFilter.NAME)).isEqualTo("n");
        assertThat(reference.getProperty(EventFilter.SCOPE)).isEqualTo("named");
        assertThat(reference.getProperty(Constants.SERVICE_PID)).isEqualTo("io.audithook.filter~n");
        assertThat(Arrays.asList(reference.getPropertyKeys())).doesNotContain("expression");
        component.close();
        assertThat(references()).isEmpty();
    }

    @Test
    void change_neverLeavesAnEventUnseen() throws Exception {
        FilterComponent component = new FilterComponent(context, configuration("global", ALL));
        List<Integer> types = new ArrayList<>();
        context.addServiceListener(
                event -> types.add(event.getType()), "(objectClass=" + EventFilter.class.getName() + ")");
        component.modified(configuration("global", NONE));
        assertThat(types).containsExactly(ServiceEvent.REGISTERED, ServiceEvent.UNREGISTERING);
        assertThat(filter().filter(Events.with("")).dropReason()).isPresent();
    }

    @Test
    void namedFilter_invalid_isNoneUntilItIsRight() throws Exception {
        FilterComponent component = new FilterComponent(context, configuration("named", ALL));
        component.modified(configuration("named", "{}"));
        assertThat(references()).isEmpty();
        component.modified(configuration("named", ALL));
        assertThat(filter().filter(Events.with(""))).isSameAs(Verdict.pass());
        component.close();
        component.close();
    }

    @Test
    void globalFilter_invalid_staysAndLetsNothingPass() throws Exception {
        new FilterComponent(context, configuration("global", "{}"));
        EventFilter filter = filter();
        assertThat(references().get(0).getProperty(EventFilter.SCOPE)).isEqualTo("global");
        assertThatThrownBy(() -> filter.filter(Events.with("")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("io.audithook.filter~n: expression=\"{}\" is wrong at / (line 1, column 2)");
    }
}
