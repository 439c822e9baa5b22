/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.Outbox;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Declarative filters, as configurations make, change and delete them while events flow to a real receiver. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FilterIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String FILTER = "io.audithook.filter";
    private static final String SEVERE =
            "{\"_and\":[{\"_is\":{\"objectType\":\"case\"}},{\"_gte\":{\"object.severity\":3}}]}";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private Outbox outbox;
    private RecordingReceiver receiver;

    @Configuration
    public Option[] configuration() {
        return new Option[] {Containers.runtime()};
    }

    @Before
    public void open() throws Exception {
        receiver = new RecordingReceiver();
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
        outbox = services.get(Outbox.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, FILTER);
        Statuses.forgetAll(outbox, endpoints);
        receiver.close();
        services.close();
    }

    @Test
    public void filter_thatIsRequired_holdsUntilItComesAndThenLetsPassWhatMatches() throws Exception {
        requireFilter("severe");
        awaitState(State.WAITING);
        record("a", 3);
        record("b", 2);
        assertEquals("needs 1 EventFilter for filters.target=(filter.name=severe), found 0", status().reason());
        configure(FILTER, "severe", Map.of("expression", SEVERE));
        receiver.await(ids -> ids.equals(List.of("a")));
        record("c", 1);
        record("d", 4);
        receiver.await(ids -> ids.equals(List.of("a", "d")));
        Waiting.until("two are filtered", () -> status().stats().filtered() == 2);
    }

    @Test
    public void filter_changed_appliesFromThenOn() throws Exception {
        configure(FILTER, "changing", Map.of("expression", SEVERE));
        requireFilter("changing");
        awaitState(State.ACTIVE);
        record("a", 3);
        receiver.await(ids -> ids.equals(List.of("a")));
        configure(FILTER, "changing", Map.of("expression", SEVERE, "action", "drop"));
        awaitDropping("x", 3);
        record("b", 2);
        receiver.await(ids -> ids.contains("b"));
    }

    @Test
    public void redaction_isSeenByTheReceiver() throws Exception {
        configure(
                FILTER,
                "red",
                Map.of(
                        "expression",
                        "{\"_gte\":{\"object.severity\":3}}",
                        "action",
                        "redact",
                        "redact.remove",
                        "object.secret",
                        "redact.replace",
                        new String[] {"object.title"}));
        requireFilter("red");
        awaitState(State.ACTIVE);
        record("a", 3);
        receiver.await(ids -> ids.equals(List.of("a")));
        String body = receiver.lastBody();
        assertTrue(body, body.contains("\"object\":{\"title\":\"[redacted]\",\"severity\":3}"));
        record("b", 2);
        receiver.await(ids -> ids.equals(List.of("a", "b")));
        body = receiver.lastBody();
        assertTrue(body, body.contains("\"object\":{\"title\":\"t\",\"severity\":2,\"secret\":\"s\"}"));
    }

    @Test
    public void filter_invalid_holdsTheEventsUntilItIsRight() throws Exception {
        configure(FILTER, "wrong", Map.of("expression", "{\"_gte\":{\"object.severity\":\"3\"}}"));
        requireFilter("wrong");
        awaitState(State.WAITING);
        record("a", 2);
        record("b", 3);
        Waiting.until("they wait", () -> status().stats().pending() == 2);
        assertEquals(List.of(), receiver.received());
        configure(FILTER, "wrong", Map.of("expression", SEVERE));
        receiver.await(ids -> ids.equals(List.of("b")));
    }

    @Test
    public void globalFilter_thatBecomesInvalid_holdsAllEventsAndSaysWhy() throws Exception {
        configure(FILTER, "all", Map.of("filter.scope", "global", "expression", SEVERE));
        configure(ENDPOINT, "e", Map.of("url", receiver.url(), "breaker.probes", "100 ms"));
        awaitState(State.ACTIVE);
        record("a", 2);
        record("b", 3);
        receiver.await(ids -> ids.equals(List.of("b")));
        configure(FILTER, "all", Map.of("filter.scope", "global", "expression", "{\"_gt\":3}"));
        int[] number = {0};
        Waiting.until("the reason is told", () -> {
            record("x" + number[0]++, 3);
            return status().reason().contains("filter all failed");
        });
        assertTrue(
                status().reason(), status().reason().contains("io.audithook.filter~all: expression=\"{\"_gt\":3}\""));
        record("held", 3);
        assertFalse(receiver.received().contains("held"));
        configure(FILTER, "all", Map.of("filter.scope", "global", "expression", SEVERE));
        receiver.await(ids -> ids.contains("held"));
        assertTrue(answers("all", "passed") >= 2);
        assertTrue(answers("all", "dropped") >= 1);
        assertTrue(answers("all", "failed") >= 1);
    }

    @Test
    public void endpoint_thatGetsAMistake_keepsTheFilterItHas() throws Exception {
        FilterForUsers filter = new FilterForUsers();
        Dictionary<String, Object> named =
                new Hashtable<>(Map.of(EventFilter.NAME, "used", EventFilter.SCOPE, "named"));
        ServiceRegistration<EventFilter> registration = context.registerService(EventFilter.class, filter, named);
        requireFilter("used");
        awaitState(State.ACTIVE);
        // as a file that was cut off: nothing is left of its filters
        configure(ENDPOINT, "e", Map.of("concurrency", 2));
        awaitState(State.INVALID);
        record("a", 3);
        record("b", 2);
        receiver.await(ids -> ids.equals(List.of("a")));
        Waiting.until("one is filtered", () -> status().stats().filtered() == 1);
        assertEquals(1, filter.users.get());
        registration.unregister();
        record("c", 3);
        Waiting.until("it waits", () -> status().stats().pending() == 1);
        assertFalse(status().reason(), status().reason().contains("goes on"));
        registration = context.registerService(EventFilter.class, filter, named);
        requireFilter("used");
        receiver.await(ids -> ids.equals(List.of("a", "c")));
        requireFilter("another");
        Waiting.until("nobody uses it", () -> filter.users.get() == 0);
        registration.unregister();
    }

    /** Ends with its last user, and begins anew with the next, as components do. */
    private static final class FilterForUsers implements ServiceFactory<EventFilter> {

        private final AtomicInteger users = new AtomicInteger();

        @Override
        public EventFilter getService(Bundle bundle, ServiceRegistration<EventFilter> registration) {
            int begun = users.incrementAndGet();
            return event -> {
                if (users.get() != begun) {
                    throw new IllegalStateException("it has ended");
                }
                return event.objectId().equals("b") ? Verdict.drop("b") : Verdict.pass();
            };
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<EventFilter> registration, EventFilter service) {
            users.decrementAndGet();
        }
    }

    /** How often the endpoint had this answer from the filter, as metrics show it. */
    private double answers(String filter, String answer) throws Exception {
        for (ServiceReference<MetricSource> reference : context.getServiceReferences(MetricSource.class, null)) {
            for (MetricFamily family : context.getService(reference).collect()) {
                for (MetricSample sample : family.samples()) {
                    if (family.name().equals("audithook_filter_answers_total")
                            && sample.labels().equals(List.of("e", filter, answer))) {
                        return sample.value();
                    }
                }
            }
        }
        throw new AssertionError("not counted: " + filter + " " + answer);
    }

    private void requireFilter(String name) throws Exception {
        configure(
                ENDPOINT,
                "e",
                Map.of(
                        "url",
                        receiver.url(),
                        "filters.target",
                        "(filter.name=" + name + ")",
                        "filters.cardinality.minimum",
                        1));
    }

    /** Records events until one of them is filtered. */
    private void awaitDropping(String id, int severity) throws Exception {
        long before = status().stats().filtered();
        int[] number = {0};
        Waiting.until("one is filtered", () -> {
            record(id + number[0]++, severity);
            return status().stats().filtered() > before;
        });
    }

    private void record(String id, int severity) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("title", "t");
        object.put("severity", severity);
        object.put("secret", "s");
        try {
            trail.recordAndWait(SampleEvents.of(id, object));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configure(String factory, String name, Map<String, Object> values) throws Exception {
        admin.getFactoryConfiguration(factory, name, "?").update(new Hashtable<>(values));
    }

    private EndpointStatus status() {
        return Statuses.get(endpoints, "e");
    }

    private void awaitState(State state) throws Exception {
        Statuses.await(endpoints, "e", state);
    }
}
