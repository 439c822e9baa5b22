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
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.api.PayloadFormat;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import java.io.File;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.SynchronousConfigurationListener;

/** The built bundles in a framework, driven by Config Admin alone. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DeliveryIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String TLS = "io.audithook.tls";
    private static final String ADDRESSES = "io.audithook.address";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private final HttpClient client = HttpClient.newHttpClient();
    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private Outbox outbox;
    private RecordingReceiver receiver;

    @Configuration
    public Option[] configuration() {
        return new Option[] {
            Containers.runtime(),
            frameworkProperty("org.osgi.service.http.port").value("0")
        };
    }

    @Before
    public void open() throws Exception {
        receiver = new RecordingReceiver();
        admin.getConfiguration(ADDRESSES, "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        findServices();
    }

    private void findServices() throws InterruptedException {
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
        outbox = services.get(Outbox.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, TLS);
        Statuses.forgetAll(outbox, endpoints);
        receiver.close();
        services.close();
    }

    @Test
    public void bundles_allOfThem_areActive() {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                assertEquals(bundle.getSymbolicName(), Bundle.ACTIVE, bundle.getState());
            }
        }
    }

    @Test
    public void start_withAMistake_countsOnceItIsMended() throws Exception {
        record("before");
        configure(ENDPOINT, "s", Map.of("url", receiver.url(), "start", "erliest", "ordering", "strict"));
        awaitState("s", State.INVALID);
        record("between");
        configure(ENDPOINT, "s", Map.of("url", receiver.url(), "start", "earliest", "ordering", "strict"));
        receiver.await(ids -> ids.containsAll(List.of("before", "between")));
        assertTrue(receiver.received().indexOf("before") < receiver.received().indexOf("between"));
    }

    @Test
    public void endpoint_addedChangedDeletedWhileEventsFlow_losesNothing() throws Exception {
        configure(ENDPOINT, "a", Map.of("url", receiver.url(), "delete.policy", "drop"));
        awaitState("a", State.ACTIVE);
        AtomicBoolean stop = new AtomicBoolean();
        List<String> recorded = new ArrayList<>();
        CountDownLatch flowing = new CountDownLatch(50);
        Thread publisher = new Thread(() -> {
            for (int i = 0; !stop.get(); i++) {
                record("flow" + i);
                recorded.add("flow" + i);
                flowing.countDown();
            }
        });
        publisher.start();
        assertTrue(flowing.await(30, TimeUnit.SECONDS));
        try (RecordingReceiver other = new RecordingReceiver()) {
            for (int round = 0; round < 5; round++) {
                int before = other.received().size();
                configure(ENDPOINT, "a", Map.of("url", other.url(), "ordering", "strict"));
                other.await(ids -> ids.size() >= before + 20);
                int here = receiver.received().size();
                configure(ENDPOINT, "a", Map.of("url", receiver.url(), "ordering", "key", "delete.policy", "drop"));
                receiver.await(ids -> ids.size() >= here + 20);
            }
            stop.set(true);
            publisher.join(30_000);
            await("nothing is pending", () -> status("a").orElseThrow().stats().pending() == 0);
            List<String> arrived = new ArrayList<>(receiver.received());
            arrived.addAll(other.received());
            assertEquals("nothing is lost", new HashSet<>(recorded), new HashSet<>(arrived));
            delete(ENDPOINT, "a");
            await("the endpoint vanishes", () -> endpoints.list().isEmpty());
            int after = receiver.received().size();
            record("unheard");
            configure(ENDPOINT, "b", Map.of("url", receiver.url()));
            awaitState("b", State.ACTIVE);
            record("heard");
            receiver.await(ids -> ids.contains("heard"));
            assertEquals(after + 1, receiver.received().size());
        }
    }

    @Test
    public void filter_installedAndRemoved_takesEffect() throws Exception {
        configure(ENDPOINT, "f", Map.of("url", receiver.url()));
        awaitState("f", State.ACTIVE);
        record("red1", 3);
        receiver.await(ids -> ids.equals(List.of("red1")));
        Bundle filter = context.installBundle(
                new File(System.getProperty("filter.jar")).toURI().toString());
        filter.start();
        record("red2", 3);
        record("green", 1);
        receiver.await(ids -> ids.contains("green"));
        assertEquals(List.of("red1", "green"), receiver.received());
        await("the drop is counted", () -> status("f").orElseThrow().stats().filtered() == 1);
        filter.uninstall();
        record("red3", 3);
        receiver.await(ids -> ids.contains("red3"));
        assertEquals(List.of("red1", "green", "red3"), receiver.received());
    }

    @Test
    public void namedFilter_missing_holdsTheEvents() throws Exception {
        configure(
                ENDPOINT,
                "n",
                Map.of(
                        "url",
                        receiver.url(),
                        "filters.target",
                        "(filter.name=needed)",
                        "filters.cardinality.minimum",
                        1));
        awaitState("n", State.WAITING);
        record("held");
        assertEquals(
                "needs 1 EventFilter for filters.target=(filter.name=needed), found 0",
                status("n").orElseThrow().reason());
        configure(ENDPOINT, "n", Map.of("url", receiver.url()));
        receiver.await(ids -> ids.equals(List.of("held")));
    }

    @Test
    public void tlsProfile_thatChecksLess_isWarnedOf() throws Exception {
        configure(TLS, "lax", Map.of("acceptAnyCertificate", "true"));
        configure(ENDPOINT, "w", Map.of("url", receiver.url(), "tls.target", "(tls.name=lax)"));
        awaitState("w", State.ACTIVE);
        assertEquals(
                List.of(
                        "TLS profile lax: acceptAnyCertificate is set so that a check is left out: anybody on the way may"
                                + " read and change what is sent"),
                status("w").orElseThrow().warnings());
    }

    @Test
    public void tlsProfile_missing_holdsTheEventsUntilItIsThere() throws Exception {
        configure(ENDPOINT, "t", Map.of("url", receiver.url(), "tls.target", "(tls.name=corp)"));
        awaitState("t", State.WAITING);
        IntStream.range(0, 20).forEach(i -> record("t" + i));
        assertEquals(
                "needs 1 TlsProfile for tls.target=(tls.name=corp), found 0",
                status("t").orElseThrow().reason());
        await("its events wait", () -> status("t").orElseThrow().stats().pending() == 20);
        assertEquals(List.of(), receiver.received());
        configure(TLS, "corp", Map.of("includeSystem", true));
        receiver.await(ids -> ids.size() == 20);
        delete(TLS, "corp");
        awaitState("t", State.WAITING);
    }

    @Test
    public void format_ofAnotherBundle_comesAndGoesAndHoldsTheEvents() throws Exception {
        configure(
                ENDPOINT, "o", Map.of("url", receiver.url(), "format.target", "(format.name=mine)", "mine.mark", "!"));
        awaitState("o", State.WAITING);
        record("o1");
        assertEquals(
                "needs 1 PayloadFormat for format.target=(format.name=mine), found 0",
                status("o").orElseThrow().reason());
        Dictionary<String, Object> named = new Hashtable<>(Map.of(PayloadFormat.NAME, "mine"));
        ServiceRegistration<PayloadFormat> registration =
                context.registerService(PayloadFormat.class, new MarkingFormat(), named);
        receiver.await(ids -> ids.equals(List.of("o1!")));
        registration.unregister();
        awaitState("o", State.WAITING);
        record("o2");
        await("it waits", () -> status("o").orElseThrow().stats().pending() == 1);
        assertEquals(List.of("o1!"), receiver.received());
        registration = context.registerService(PayloadFormat.class, new MarkingFormat(), named);
        receiver.await(ids -> ids.equals(List.of("o1!", "o2!")));
        configure(ENDPOINT, "o", Map.of("url", receiver.url(), "format.target", "(format.name=mine)"));
        awaitState("o", State.INVALID);
        assertEquals(
                "io.audithook.endpoint~o: mine.mark is required; until that is mended, it goes on as it was",
                status("o").orElseThrow().reason());
        registration.unregister();
    }

    /** Puts a mark behind the id of the object. */
    private static final class MarkingFormat implements PayloadFormat {

        @Override
        public PayloadEncoder encoder(Map<String, String> settings) {
            String mark = settings.get("mark");
            if (mark == null) {
                throw new IllegalArgumentException("mark is required");
            }
            return (entry, event) -> new Payload(
                    "application/x-mine",
                    Map.of("X-Mine", entry.id()),
                    ("{\"objectId\":\"" + event.objectId() + mark + "\"}").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    public void cloudEvents_chosen_areSent() throws Exception {
        configure(
                ENDPOINT,
                "c",
                Map.of(
                        "url",
                        receiver.url(),
                        "format.target",
                        "(format.name=cloudevents)",
                        "cloudevents.source",
                        "urn:example:trail"));
        awaitState("c", State.ACTIVE);
        record("c1");
        receiver.await(ids -> ids.equals(List.of("c1")));
        String body = receiver.lastBody();
        assertTrue(body, body.startsWith("{\"specversion\":\"1.0\",\"source\":\"urn:example:trail\","));
    }

    @Test
    public void handshake_refused_saysWhyAndHoldsTheEvents() throws Exception {
        configure(
                ENDPOINT,
                "h",
                Map.of(
                        "url",
                        receiver.url(),
                        "handshake.type",
                        "cloudevents",
                        "handshake.origin",
                        "audit.example.com",
                        "breaker.probes",
                        "100 ms"));
        awaitState("h", State.FAILING);
        record("h1");
        assertEquals(
                "handshake-refused: the answer has no WebHook-Allowed-Origin",
                status("h").orElseThrow().reason());
        assertEquals(List.of(), receiver.received());
        receiver.consent("audit.example.com");
        receiver.await(ids -> ids.equals(List.of("h1")));
        awaitState("h", State.ACTIVE);
    }

    @Test
    public void token_ofTheIntake_isNoServiceProperty() throws Exception {
        org.osgi.service.cm.Configuration intake = admin.getConfiguration("io.audithook.http", "?");
        intake.update(new Hashtable<>(Map.of("token", "s3cret-marker", "timeoutMillis", 12345)));
        try {
            await("the intake is there", () -> !servlets().isEmpty());
            for (ServiceReference<?> reference : context.getAllServiceReferences(null, null)) {
                for (String key : reference.getPropertyKeys()) {
                    boolean leaked = String.valueOf(reference.getProperty(key)).contains("s3cret-marker");
                    assertFalse(reference + " " + key, leaked);
                }
            }
        } finally {
            intake.delete();
        }
    }

    @Test
    public void intake_thatGetsAMistake_goesOn() throws Exception {
        org.osgi.service.cm.Configuration intake = admin.getConfiguration("io.audithook.http", "?");
        intake.update(new Hashtable<>(Map.of("token", "one")));
        try {
            await("the token is wanted", () -> post("two") == 401);
            assertEquals(202, post("one"));
            List<ServiceReference<?>> before = servlets();
            intake.update(new Hashtable<>(Map.of("token", "two", "loopbackOnly", "perhaps")));
            // Config Admin tells of one configuration after the other
            configure(ENDPOINT, "after", Map.of("url", "none"));
            awaitState("after", State.INVALID);
            assertEquals(202, post("one"));
            Bundle outbox = Bundles.named(context, "io.audithook.webhook.outbox");
            outbox.stop();
            assertEquals(503, post("one"));
            assertEquals(401, post("two"));
            outbox.start();
            findServices();
            await("the intake goes on with what was right before", () -> post("one") == 202);
            assertEquals(before, servlets());
        } finally {
            intake.delete();
        }
    }

    @Test
    public void intake_withAMistakeAndNothingBefore_takesNothingUntilItIsPutRight() throws Exception {
        org.osgi.service.cm.Configuration intake = admin.getConfiguration("io.audithook.http", "?");
        await("the intake is there without a configuration", () -> post("none") == 202);
        try {
            intake.update(new Hashtable<>(Map.of("token", "one", "timeoutMillis", "soon")));
            await("it takes nothing", () -> post("one") == 503);
            intake.update(new Hashtable<>(Map.of("token", "one", "timeoutMillis", "1000")));
            await("it takes events again", () -> post("one") == 202);
        } finally {
            intake.delete();
        }
        await("it is there without a configuration", () -> post("none") == 202);
    }

    /** Sends an event with this token; gives the status of the answer. */
    private int post(String token) throws Exception {
        String event = "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"posted\",\"startDate\":1}";
        return client.send(
                        HttpRequest.newBuilder(HttpServices.uri(context, "/audit/events"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(event))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private List<ServiceReference<?>> servlets() {
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(null, "(osgi.http.whiteboard.servlet.name=audithook-intake)");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void endpoint_invalid_saysWhyAndHoldsItsEvents() throws Exception {
        configure(ENDPOINT, "i", Map.of("url", receiver.url(), "concurrency", "many"));
        awaitState("i", State.INVALID);
        assertEquals(
                "io.audithook.endpoint~i: concurrency=\"many\" must be a whole number from 1 to 256",
                status("i").orElseThrow().reason());
        record("i1");
        configure(ENDPOINT, "i", Map.of("url", receiver.url(), "concurrency", "2"));
        receiver.await(ids -> ids.equals(List.of("i1")));
    }

    @Test
    public void endpoint_thatGetsAMistake_goesOnUntilAServiceGoes() throws Exception {
        configure(TLS, "corp", Map.of());
        configure(ENDPOINT, "k", Map.of("url", receiver.url(), "tls.target", "(tls.name=corp)"));
        awaitState("k", State.ACTIVE);
        configure(ENDPOINT, "k", Map.of("url", "http"));
        awaitState("k", State.INVALID);
        String mistake = "io.audithook.endpoint~k: url=\"http\" must begin with http:// or https://";
        assertEquals(
                mistake + "; until that is mended, it goes on as it was",
                status("k").orElseThrow().reason());
        assertEquals(receiver.url(), status("k").orElseThrow().url());
        record("k1");
        receiver.await(ids -> ids.equals(List.of("k1")));
        delete(TLS, "corp");
        await("it does not go on", () -> status("k").orElseThrow().reason().equals(mistake));
        record("k2");
        await("it waits", () -> status("k").orElseThrow().stats().pending() == 1);
        configure(ENDPOINT, "k", Map.of("url", receiver.url()));
        receiver.await(ids -> ids.equals(List.of("k1", "k2")));
        assertEquals("", status("k").orElseThrow().reason());
    }

    @Test
    public void tlsProfile_thatGetsAMistake_goesOnAsItWas() throws Exception {
        configure(TLS, "corp", Map.of("acceptAnyCertificate", true));
        configure(ENDPOINT, "m", Map.of("url", receiver.url(), "tls.target", "(tls.name=corp)"));
        awaitState("m", State.ACTIVE);
        configure(TLS, "corp", Map.of("protocols", "TLSv9"));
        // Config Admin tells of one configuration after the other
        configure(ENDPOINT, "after", Map.of("url", "none"));
        awaitState("after", State.INVALID);
        assertEquals(State.ACTIVE, status("m").orElseThrow().state());
        record("m1");
        receiver.await(ids -> ids.equals(List.of("m1")));
        assertEquals(1, status("m").orElseThrow().warnings().size());
        configure(TLS, "corp", Map.of());
        await("the new profile", () -> status("m").orElseThrow().warnings().isEmpty());
        record("m2");
        receiver.await(ids -> ids.equals(List.of("m1", "m2")));
    }

    @Test
    public void outbox_stoppedAndStarted_goesOnWhereItWas() throws Exception {
        configure(ENDPOINT, "s", Map.of("url", receiver.url()));
        awaitState("s", State.ACTIVE);
        record("s1");
        receiver.await(ids -> ids.equals(List.of("s1")));
        Bundle outbox = Bundles.named(context, "io.audithook.webhook.outbox");
        outbox.stop();
        outbox.start();
        findServices();
        record("s2");
        receiver.await(ids -> ids.contains("s2"));
        assertEquals(List.of("s1", "s2"), receiver.received());
    }

    @Test
    public void endpoint_deletedAndMadeAgain_goesOnWhereItWas() throws Exception {
        configure(ENDPOINT, "k", Map.of("url", receiver.url()));
        awaitState("k", State.ACTIVE);
        record("k1");
        receiver.await(ids -> ids.equals(List.of("k1")));
        delete(ENDPOINT, "k");
        awaitState("k", State.RETIRED);
        record("k2");
        configure(ENDPOINT, "k", Map.of("url", receiver.url()));
        receiver.await(ids -> ids.equals(List.of("k1", "k2")));
    }

    /** Who is told that an endpoint is there, and looks at it, may come too late. */
    @Test
    public void endpoint_deletedAsItIsMade_canBeMadeAgain() throws Exception {
        AtomicBoolean deleted = new AtomicBoolean();
        ServiceRegistration<SynchronousConfigurationListener> first = context.registerService(
                SynchronousConfigurationListener.class,
                event -> {
                    if (event.getPid().equals(ENDPOINT + "~quick") && deleted.compareAndSet(false, true)) {
                        deleteQuietly("quick");
                    }
                },
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE)));
        // those that are there already are told before it, unless they begin anew
        restart(Bundles.named(context, "io.audithook.webhook.dispatcher"));
        configure(ENDPOINT, "quick", Map.of("url", receiver.url()));
        first.unregister();
        assertTrue("it was deleted", deleted.get());
        configure(ENDPOINT, "quick", Map.of("url", receiver.url()));
        awaitState("quick", State.ACTIVE);
    }

    private void deleteQuietly(String name) {
        try {
            delete(ENDPOINT, name);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void restart(Bundle bundle) throws Exception {
        bundle.stop();
        bundle.start();
        findServices();
    }

    @Test
    public void endpoint_deletedToBeDrained_deliversWhatWasAccepted() throws Exception {
        configure(ENDPOINT, "d", Map.of("url", receiver.url(), "concurrency", 1, "delete.policy", "drain"));
        awaitState("d", State.ACTIVE);
        trail.record(IntStream.range(0, 500).mapToObj(i -> event("d" + i, 1)).collect(Collectors.toList()))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        delete(ENDPOINT, "d");
        receiver.await(ids -> ids.size() == 500);
        await("the endpoint vanishes", () -> endpoints.list().isEmpty());
    }

    @Test
    public void endpoint_deletedToBeDrained_deliversNothingThatCameLater() throws Exception {
        receiver.answer(500);
        configure(
                ENDPOINT,
                "d",
                Map.of(
                        "url",
                        receiver.url(),
                        "delete.policy",
                        "drain",
                        "retry.schedule",
                        "1 s",
                        "breaker.failures",
                        100));
        awaitState("d", State.ACTIVE);
        record("before");
        await("it has been tried", () -> !endpoints.attempts("d", 1).isEmpty());
        delete(ENDPOINT, "d");
        Configurations.awaitListeners(context, admin);
        record("after");
        receiver.answer(200);
        await("the endpoint vanishes", () -> endpoints.list().isEmpty());
        assertEquals(Set.of("before"), Set.copyOf(receiver.received()));
    }

    @Test
    public void endpoint_deletedToBeDrained_keepsWhatBecomesADeadLetter() throws Exception {
        receiver.answer(422);
        configure(
                ENDPOINT,
                "d",
                Map.of("url", receiver.url(), "delete.policy", "drain", "retry.refused.schedule", "200 ms, 1 s"));
        awaitState("d", State.ACTIVE);
        record("bad");
        await("it has been tried", () -> !endpoints.attempts("d", 1).isEmpty());
        delete(ENDPOINT, "d");
        awaitState("d", State.RETIRED);
        assertTrue(endpoints.list().get(0).reason().contains("is still delivered"));
        await("it is drained", () -> endpoints.list().get(0).reason().equals("its configuration was deleted"));
        assertEquals(
                1, endpoints.deadLetters("d", Selection.ALL, Long.MAX_VALUE, 10).size());
        // whoever has mended the receiver goes on with them
        receiver.answer(200);
        configure(ENDPOINT, "d", Map.of("url", receiver.url()));
        awaitState("d", State.ACTIVE);
        endpoints.as("ada").redrive("d", Selection.ALL).toCompletableFuture().get(30, TimeUnit.SECONDS);
        await("it is delivered", () -> endpoints.list().get(0).stats().pending() == 0);
        assertEquals(
                0, endpoints.deadLetters("d", Selection.ALL, Long.MAX_VALUE, 10).size());
    }

    @Test
    public void endpoint_paused_keepsItsEventsUntilItIsResumed() throws Exception {
        configure(ENDPOINT, "p", Map.of("url", receiver.url()));
        awaitState("p", State.ACTIVE);
        endpoints.as("ada").pause("p").toCompletableFuture().get(30, TimeUnit.SECONDS);
        awaitState("p", State.PAUSED);
        record("p1");
        Bundles.named(context, "io.audithook.webhook.dispatcher").stop();
        Bundles.named(context, "io.audithook.webhook.dispatcher").start();
        findServices();
        awaitState("p", State.PAUSED);
        assertEquals(List.of(), receiver.received());
        endpoints.as("ada").resume("p").toCompletableFuture().get(30, TimeUnit.SECONDS);
        // what the operator has done is an event, too
        receiver.await(ids -> ids.size() == 3);
        assertEquals(Map.of("p1", 1L, "p", 2L), counted(receiver.received()));
    }

    @Test
    public void endpoint_gone_keepsItsEventsUntilItIsResumed() throws Exception {
        receiver.answer(410);
        configure(ENDPOINT, "g", Map.of("url", receiver.url()));
        awaitState("g", State.ACTIVE);
        record("g1");
        awaitState("g", State.GONE);
        receiver.answer(200);
        endpoints.as("ada").resume("g").toCompletableFuture().get(30, TimeUnit.SECONDS);
        receiver.await(ids -> ids.size() == 2);
        assertEquals(Map.of("g1", 1L, "g", 1L), counted(receiver.received()));
    }

    @Test
    public void event_refused_becomesADeadLetterThatCanBeRedriven() throws Exception {
        receiver.answer(422);
        configure(ENDPOINT, "r", Map.of("url", receiver.url(), "retry.refused.schedule", "100 ms"));
        awaitState("r", State.ACTIVE);
        record("r1");
        await("a dead letter", () -> !deadLetters("r").isEmpty());
        assertTrue(deadLetters("r").get(0).reason().startsWith("given up after 2 attempts"));
        assertEquals(2, endpoints.attempts("r", 10).size());
        receiver.answer(200);
        outbox.redrive("r", Selection.ALL).toCompletableFuture().get(30, TimeUnit.SECONDS);
        receiver.await(ids -> ids.equals(List.of("r1")));
        await("it is accounted for", () -> status("r").orElseThrow().stats().delivered() == 1);
        assertEquals(0, status("r").orElseThrow().stats().dead());
        assertTrue(outbox.verify().problems().toString(), outbox.verify().isSound());
    }

    @Test
    public void replay_deliversOnceMoreAndEnds() throws Exception {
        configure(ENDPOINT, "y", Map.of("url", receiver.url()));
        awaitState("y", State.ACTIVE);
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        IntStream.range(0, 20).forEach(i -> record("y" + i));
        receiver.await(ids -> ids.size() == 20);
        outbox.replay("y", new ReplayRange(begin, Instant.now().plusSeconds(60), Set.of()))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        List<String> all = receiver.await(ids -> ids.size() == 40);
        assertEquals(new HashSet<>(all.subList(0, 20)), new HashSet<>(all.subList(20, 40)));
        await("the replay has ended", () -> outbox.replays().isEmpty());
        assertEquals(20, status("y").orElseThrow().stats().delivered());
    }

    private List<DeadLetter> deadLetters(String endpoint) {
        return outbox.deadLetters(endpoint, Selection.ALL, Long.MAX_VALUE, 10);
    }

    private static Map<String, Long> counted(List<String> ids) {
        return ids.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    }

    private static AuditEvent event(String id, int tlp) {
        return SampleEvents.of(id, Map.of("tlp", tlp));
    }

    private void record(String id) {
        record(id, 1);
    }

    private void record(String id, int tlp) {
        try {
            trail.recordAndWait(event(id, tlp));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configure(String factory, String name, Map<String, ?> properties) throws Exception {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        admin.getFactoryConfiguration(factory, name, "?").update(dictionary);
    }

    private void delete(String factory, String name) throws Exception {
        admin.getFactoryConfiguration(factory, name, "?").delete();
    }

    private Optional<EndpointStatus> status(String name) {
        return Statuses.find(endpoints, name);
    }

    private void awaitState(String name, State state) throws Exception {
        Statuses.await(endpoints, name, state);
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        Waiting.until(what, 30, condition, () -> "; endpoints are " + endpoints.list());
    }
}
