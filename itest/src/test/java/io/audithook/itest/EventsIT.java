/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.Receipt;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;
import org.osgi.service.typedevent.TypedEventBus;
import org.osgi.service.typedevent.UntypedEventHandler;

/** Events of a real EventAdmin, a real typed event bus, Config Admin and framework. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EventsIT {

    private static final String EVENTS = "io.audithook.events";
    private static final String FRAMEWORK = "io.audithook.framework";
    private static final String ENDPOINT = "io.audithook.endpoint";

    /** A topic of which nothing is recorded. */
    private static final String PROBE = "io/audithook/PROBE";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private EventAdmin events;

    @Configuration
    public Option[] configuration() {
        return new Option[] {
            Containers.runtime(),
            TypedEventBundles.all(),
            frameworkProperty("org.apache.felix.eventadmin.Timeout").value("500")
        };
    }

    @Before
    public void open() throws Exception {
        services = new Services(context);
        services.get(AuditTrail.class);
        events = services.get(EventAdmin.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, EVENTS, ENDPOINT, FRAMEWORK);
        Waiting.until("no handler is left", () -> handlers().isEmpty());
        services.close();
    }

    @Test
    public void event_posted_arrivesAtAReceiverAsJson() throws Exception {
        try (RecordingReceiver receiver = new RecordingReceiver()) {
            endpoint(receiver);
            source("com/acme/*", Map.of("filter", "(severity>=3)"));
            events.postEvent(new Event("com/acme/user/CREATED", Map.of("id", "low", "severity", 1)));
            events.postEvent(new Event(
                    "com/acme/user/CREATED",
                    Map.of("id", "high", "severity", 3, "password", "MARKER", "timestamp", 5L)));
            receiver.await(ids -> ids.contains("high"));
            assertFalse(receiver.received().contains("low"));
            assertEquals(
                    "{\"operation\":\"Creation\",\"objectType\":\"com/acme/user\",\"objectId\":\"high\",\"startDate\":5,"
                            + "\"details\":{\"event.topics\":\"com/acme/user/CREATED\",\"password\":\"***\",\"severity\":3}}",
                    receiver.lastBody());
        }
    }

    @Test
    public void typedEvent_delivered_arrivesAtAReceiverAsJson() throws Exception {
        try (RecordingReceiver receiver = new RecordingReceiver()) {
            endpoint(receiver);
            admin.getFactoryConfiguration(EVENTS, "typed", "?")
                    .update(new Hashtable<>(Map.of("typed.topics", "com/acme/*", "filter", "(severity>=3)")));
            TypedEventBus bus = services.get(TypedEventBus.class);
            Waiting.until("the bus has the handler", () -> {
                ServiceReference<?> handler = context.getServiceReference(UntypedEventHandler.class);
                return handler != null && handler.getUsingBundles() != null;
            });
            // the bus may have the handler a moment before it calls it
            Waiting.until("the handler is called", () -> {
                bus.deliver("com/acme/user/CREATED", new UserCreated("low", 1, 5));
                bus.deliver("com/acme/user/CREATED", new UserCreated("typed", 3, 5));
                return receiver.received().contains("typed");
            });
            assertFalse(receiver.received().contains("low"));
            assertEquals(
                    "{\"operation\":\"Creation\",\"objectType\":\"com/acme/user\",\"objectId\":\"typed\",\"startDate\":5,"
                            + "\"details\":{\"event.topics\":\"com/acme/user/CREATED\",\"severity\":3}}",
                    receiver.lastBody());
        }
    }

    /** A typed event as the specification has it: nothing but public fields. */
    public static final class UserCreated {

        public final String id;
        public final int severity;
        public final long timestamp;

        UserCreated(String id, int severity, long timestamp) {
            this.id = id;
            this.severity = severity;
            this.timestamp = timestamp;
        }
    }

    @Test
    public void handler_thatWasDenied_isRegisteredAnewAndGoesOn() throws Exception {
        GateTrail trail = new GateTrail();
        ServiceRegistration<AuditTrail> registration = inPlaceOfTheOther(trail);
        try {
            source("deny/*", Map.of());
            Object first = handlers().get(0).getProperty(Constants.SERVICE_ID);
            trail.stands.set(true);
            events.postEvent(new Event("deny/A", Map.of()));
            Waiting.until("it is another service", () -> isMadeAnew(first));
            trail.stands.set(false);
            // what this thread posts waits for what it has posted before
            events.sendEvent(new Event("deny/B", Map.of()));
            Waiting.until("the next event comes", () -> trail.types.contains("deny/B"));
            trail.gate.countDown();
            Waiting.until("the one that took long comes, too", () -> trail.types.contains("deny/A"));
            assertEquals(2, trail.types.size());
        } finally {
            trail.gate.countDown();
            registration.unregister();
        }
    }

    @Test
    public void configuration_deleted_removesItsHandler() throws Exception {
        GateTrail trail = new GateTrail();
        ServiceRegistration<AuditTrail> registration = inPlaceOfTheOther(trail);
        try {
            source("gone/*", Map.of());
            events.sendEvent(new Event("gone/BEFORE", Map.of()));
            Configurations.deleteAll(context, admin, EVENTS);
            Waiting.until("no handler is left", () -> handlers().isEmpty());
            // the registry may forget the handler a moment before EventAdmin hears of it
            Waiting.until("it is called no more", () -> {
                int before = trail.types.size();
                events.sendEvent(new Event("gone/AFTER", Map.of()));
                return trail.types.size() == before;
            });
        } finally {
            registration.unregister();
        }
    }

    @Test
    public void source_whoseConfigurationGetsAMistake_goesOnUntilItIsDeleted() throws Exception {
        GateTrail trail = new GateTrail();
        ServiceRegistration<AuditTrail> registration = inPlaceOfTheOther(trail);
        try {
            source("keep/*", Map.of());
            Object first = handlers().get(0).getProperty(Constants.SERVICE_ID);
            admin.getFactoryConfiguration(EVENTS, "t", "?")
                    .update(new Hashtable<>(Map.of("topics", "keep/*", "pending.limit", "many")));
            Waiting.until("it is made anew", () -> isMadeAnew(first));
            Waiting.until("it records as before", () -> {
                events.sendEvent(new Event("keep/A", Map.of()));
                return trail.types.contains("keep/A");
            });
            Configurations.deleteAll(context, admin, EVENTS);
            Waiting.until("no handler is left", () -> handlers().isEmpty());
            admin.getFactoryConfiguration(EVENTS, "t", "?")
                    .update(new Hashtable<>(Map.of("topics", "keep/*", "pending.limit", "many")));
            admin.getFactoryConfiguration(EVENTS, "u", "?").update(new Hashtable<>(Map.of("topics", "keep/*")));
            Waiting.until("the one after it is there", () -> !handlers().isEmpty());
            assertEquals(1, handlers().size());
        } finally {
            registration.unregister();
        }
    }

    @Test
    public void framework_whoseConfigurationGetsAMistake_goesOn() throws Exception {
        GateTrail trail = new GateTrail();
        ServiceRegistration<AuditTrail> registration = inPlaceOfTheOther(trail);
        try {
            admin.getConfiguration(FRAMEWORK, "?").update(new Hashtable<>(Map.of("configurations", true)));
            awaitTold(trail, "before");
            admin.getConfiguration(FRAMEWORK, "?").update(new Hashtable<>(Map.of("configurations", "perhaps")));
            awaitTold(trail, "after");
        } finally {
            registration.unregister();
        }
    }

    /** Changes a configuration of this name until that is recorded. */
    private void awaitTold(GateTrail trail, String name) throws Exception {
        Waiting.until("somebody listens", () -> {
            admin.getFactoryConfiguration(EVENTS, name, "?").update(new Hashtable<>(Map.of("topics", "none")));
            return trail.events.stream().anyMatch(event -> event.objectId().equals(EVENTS + "~" + name));
        });
    }

    @Test
    public void trail_thatNeverAcknowledges_holdsUpNobody() throws Exception {
        GateTrail trail = new GateTrail();
        ServiceRegistration<AuditTrail> registration = inPlaceOfTheOther(trail);
        try {
            source("stall/*", Map.of("pending.limit", 5));
            Object first = handlers().get(0).getProperty(Constants.SERVICE_ID);
            for (int i = 0; i < 50; i++) {
                events.sendEvent(new Event("stall/X" + i, Map.of()));
            }
            assertEquals(5, trail.types.size());
            assertEquals(first, handlers().get(0).getProperty(Constants.SERVICE_ID));
        } finally {
            registration.unregister();
        }
    }

    @Test
    public void framework_switchedOn_recordsConfigurationsAndBundlesAndNoValue() throws Exception {
        GateTrail trail = new GateTrail();
        ServiceRegistration<AuditTrail> registration = inPlaceOfTheOther(trail);
        try {
            admin.getConfiguration(FRAMEWORK, "?")
                    .update(new Hashtable<>(Map.of("configurations", true, "bundles", true)));
            Waiting.until("somebody listens", () -> {
                admin.getFactoryConfiguration(EVENTS, "c", "?")
                        .update(new Hashtable<>(Map.of("topics", "none", "mask", "MARKER")));
                return trail.events.stream().anyMatch(event -> event.objectId().equals(EVENTS + "~c"));
            });
            AuditEvent changed = trail.events.stream()
                    .filter(event -> event.objectId().equals(EVENTS + "~c"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Map.of("pid", EVENTS + "~c", "factoryPid", EVENTS, "kind", "updated"), changed.details());
            assertEquals("configuration", changed.objectType());
            context.installBundle(new java.io.File(System.getProperty("filter.jar"))
                            .toURI()
                            .toString())
                    .uninstall();
            Waiting.until(
                    "it is told",
                    () -> trail.events.stream()
                            .anyMatch(event ->
                                    "uninstalled".equals(event.details().get("kind"))));
            assertTrue(trail.events.stream()
                    .noneMatch(event -> event.members().toString().contains("MARKER")));
        } finally {
            registration.unregister();
        }
    }

    private void endpoint(RecordingReceiver receiver) throws Exception {
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        admin.getFactoryConfiguration(ENDPOINT, "events", "?")
                .update(new Hashtable<>(Map.of("url", receiver.url(), "start", "earliest", "ordering", "strict")));
    }

    /**
     * Makes a source, and waits until EventAdmin has called its handler: in the registry it is before EventAdmin knows it.
     * With this, EventAdmin's time-out holds for it, which the first call of a handler is without.
     */
    private void source(String topics, Map<String, ?> more) throws Exception {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put("topics", new String[] {topics, PROBE});
        admin.getFactoryConfiguration(EVENTS, "t", "?").update(new Hashtable<>(configuration));
        Waiting.until("EventAdmin calls the handler", () -> {
            events.sendEvent(new Event(PROBE, Map.of("severity", 3)));
            return handlers().stream().anyMatch(handler -> handler.getUsingBundles() != null);
        });
    }

    /** Asked once: the one goes before the other comes. */
    private boolean isMadeAnew(Object first) throws Exception {
        List<ServiceReference<EventHandler>> now = handlers();
        return now.size() == 1 && !now.get(0).getProperty(Constants.SERVICE_ID).equals(first);
    }

    private List<ServiceReference<EventHandler>> handlers() throws Exception {
        return List.copyOf(context.getServiceReferences(
                EventHandler.class, "(" + Constants.SERVICE_DESCRIPTION + "=" + EVENTS + "~*)"));
    }

    private ServiceRegistration<AuditTrail> inPlaceOfTheOther(AuditTrail trail) {
        return context.registerService(
                AuditTrail.class, trail, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1000)));
    }

    /** Acknowledges nothing; stands still in a call if told to. */
    private static final class GateTrail implements AuditTrail {

        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicBoolean stands = new AtomicBoolean();
        private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
        private final List<String> types = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<List<Receipt>> record(List<AuditEvent> batch) {
            if (stands.get()) {
                try {
                    gate.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            events.addAll(batch);
            batch.forEach(event -> types.add(event.objectId()));
            return new CompletableFuture<>();
        }

        @Override
        public Receipt recordAndWait(AuditEvent event) {
            throw new AssertionError("nobody may wait in a handler");
        }
    }
}
