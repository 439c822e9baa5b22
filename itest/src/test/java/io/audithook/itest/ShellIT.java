/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
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
import org.osgi.service.cm.ConfigurationAdmin;

/** The commands in the shell of a framework, at real endpoints. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ShellIT {

    private static final String ENDPOINT = "io.audithook.endpoint";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    @Inject
    private CommandProcessor processor;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private CommandSession session;
    private Services services;
    private Endpoints endpoints;
    private AuditTrail trail;
    private Outbox outbox;
    private RecordingReceiver receiver;

    @Configuration
    public Option[] configuration() {
        List<Option> options = new ArrayList<>(List.of(Containers.runtime()));
        File[] gogo = new File(System.getProperty("shell.dir")).listFiles();
        Arrays.sort(gogo);
        for (File jar : gogo) {
            options.add(bundle(jar.toURI().toString()).startLevel(2));
        }
        options.add(bundle(new File(System.getProperty("shell.jar")).toURI().toString())
                .startLevel(4));
        return options.toArray(Option[]::new);
    }

    @Before
    public void open() throws Exception {
        receiver = new RecordingReceiver();
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        findServices();
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), console, console);
        session.put("USER", "ada");
    }

    private void findServices() throws InterruptedException {
        endpoints = services.get(Endpoints.class);
        trail = services.get(AuditTrail.class);
        outbox = services.get(Outbox.class);
    }

    @After
    public void close() throws Exception {
        session.close();
        Configurations.deleteAll(context, admin, ENDPOINT);
        Statuses.forgetAll(outbox, endpoints);
        receiver.close();
        services.close();
    }

    @Test
    public void help_ofGogo_describesTheCommands() throws Exception {
        assertEquals(
                "attempts cancel deadletters info lag list pause purge redrive replay replays resume test verify",
                run("felix:help")
                        .lines()
                        .filter(line -> line.startsWith("webhook:"))
                        .map(line -> line.substring("webhook:".length()))
                        .collect(Collectors.joining(" ")));
        String one = run("felix:help webhook:redrive");
        assertTrue(one, one.startsWith("redrive - delivers dead letters again: NAME (--all | "));
    }

    @Test
    public void endpoint_isListedAndDescribed() throws Exception {
        configure("l", Map.of("url", receiver.url()));
        record("l1");
        receiver.await(ids -> ids.equals(List.of("l1")));
        await("it is counted", () -> run("webhook:info l").contains("delivered     1"));
        String list = run("webhook:list");
        assertTrue(list, list.contains("l     ACTIVE        0     0  " + receiver.url()));
        String info = run("webhook:info l");
        assertTrue(info, info.contains(" delivered, status 200, event "));
        String attempts = run("webhook:attempts l --json");
        assertTrue(attempts, attempts.contains("\"outcome\" : \"delivered\""));
        assertTrue(run("webhook:lag").startsWith("NAME  STATE   PENDING  PARKED  OLDEST  AGE"));
    }

    @Test
    public void test_ofAPausedEndpoint_reachesItAndIsRememberedNowhere() throws Exception {
        configure("t", Map.of("url", receiver.url(), "headers", "X-Mine: 7"));
        assertEquals("t is paused; its events wait", run("webhook:pause t"));
        String result = run("webhook:test t");
        assertTrue(result, result.contains("delivered"));
        assertEquals(List.of("t"), receiver.received());
        assertTrue(receiver.lastBody(), receiver.lastBody().contains("\"objectType\":\"webhookTest\""));
        assertEquals(List.of("true"), receiver.lastHeader("Audithook-test"));
        assertEquals(List.of("7"), receiver.lastHeader("X-mine"));
        assertEquals("PAUSED", status("t").state().name());
        assertEquals(0, status("t").stats().delivered());
        assertEquals("[ ]", run("webhook:attempts t --json"));
        // what waits is what the operator has done: paused and tested
        await("both wait", () -> status("t").stats().pending() == 2);
        run("webhook:resume t");
        receiver.await(ids -> ids.equals(List.of("t", "t", "t", "t")));
        String body = receiver.lastBody();
        assertTrue(
                body,
                body.startsWith("{\"operation\":\"Update\",\"objectType\":\"webhookEndpoint\",\"objectId\":\"t\","));
        assertTrue(
                body,
                body.endsWith(
                        "\"details\":{\"action\":\"resume\",\"parameters\":{},\"outcome\":\"done\",\"operator\":\"ada\"}}"));
    }

    @Test
    public void test_thatIsNotDelivered_fails() throws Exception {
        receiver.answer(503);
        configure("u", Map.of("url", receiver.url()));
        Exception failure = assertThrows(Exception.class, () -> run("webhook:test u"));
        assertTrue(
                failure.getMessage(), failure.getMessage().startsWith("The test of endpoint u ended as unavailable"));
        assertTrue(console.toString(StandardCharsets.UTF_8).contains("503"));
    }

    @Test
    public void test_ofOneThatCannotSend_saysWhy() throws Exception {
        configure("i", State.INVALID, "url", Map.of("url", "ftp://h/"));
        assertFails(
                "endpoint i cannot be tested, it is INVALID: io.audithook.endpoint~i: url=\"ftp://h/\" must begin with"
                        + " http:// or https://",
                "webhook:test i");
        configure("w", State.WAITING, "TlsProfile", Map.of("url", receiver.url(), "tls.target", "(tls.name=none)"));
        assertFails(
                "endpoint w cannot be tested, it is WAITING: needs 1 TlsProfile for tls.target=(tls.name=none), found 0",
                "webhook:test w");
        configure("d", State.DISABLED, "", Map.of("url", receiver.url(), "enabled", false));
        assertFails("endpoint d cannot be tested, it is DISABLED: enabled=false", "webhook:test d");
    }

    @Test
    public void mistakes_areFailures() throws Exception {
        configure("crm", Map.of("url", receiver.url()));
        assertFails("There is no endpoint \"crn\"; did you mean crm?", "webhook:pause crn");
        assertFails("webhook:list: --jsn is not known; did you mean --json?", "webhook:list --jsn");
        assertFails("There is no replay \"none\"", "webhook:cancel none");
    }

    @Test
    public void deadLetters_areShownDeliveredAgainAndForgotten() throws Exception {
        receiver.answer(422);
        configure("r", Map.of("url", receiver.url(), "retry.refused.schedule", "100 ms"));
        record("r1");
        record("r2");
        await("two dead letters", () -> status("r").stats().dead() == 2);
        String letters = run("webhook:deadletters r");
        assertTrue(letters, letters.contains("given up after 2 attempts"));
        String id = run("webhook:deadletters r --max 1 --json").replaceAll("(?s).*\"eventId\" : \"([^\"]*)\".*", "$1");
        receiver.answer(200);
        assertFails("endpoint r has no dead letter of event \"nonsense\"", "webhook:redrive r --id nonsense");
        assertFails("endpoint r has no dead letter of event \"nonsense\"", "webhook:purge r --id nonsense --id " + id);
        assertEquals("0 dead letters of r are delivered again", run("webhook:redrive r --to 1h"));
        assertEquals("1 dead letters of r are delivered again", run("webhook:redrive r --id " + id));
        receiver.await(ids -> ids.contains("r1") || ids.contains("r2"));
        assertEquals("1 dead letters of r are forgotten", run("webhook:purge r --all"));
        assertEquals("[ ]", run("webhook:deadletters r --json"));
        // refused twice, redriven twice, purged
        receiver.await(ids -> ids.stream().filter("r"::equals).count() == 5);
        assertTrue(receiver.lastBody(), receiver.lastBody().contains("\"action\":\"purge\""));
    }

    @Test
    public void replay_deliversOnceMore() throws Exception {
        configure("y", Map.of("url", receiver.url()));
        record("y1");
        receiver.await(ids -> ids.equals(List.of("y1")));
        String begun = run("webhook:replay y --from 1h --key y1");
        assertTrue(begun, begun.contains(" delivers to y what was accepted from "));
        receiver.await(ids -> ids.stream().filter("y1"::equals).count() == 2);
        await("it has ended", () -> run("webhook:replays --json").equals("[ ]"));
    }

    @Test
    public void replay_canBeEnded() throws Exception {
        configure("c", Map.of("url", receiver.url()));
        record("c1");
        receiver.await(ids -> ids.equals(List.of("c1")));
        run("webhook:pause c");
        String id = run("webhook:replay c --from 1h --json").replaceAll("(?s).*\"replay\" : \"([^\"]*)\".*", "$1");
        assertTrue(run("webhook:replays").contains(id));
        assertEquals("Replay " + id + " has ended", run("webhook:cancel " + id));
        assertEquals("[ ]", run("webhook:replays --json"));
    }

    @Test
    public void verify_ofAllThatWasAccepted_holds() throws Exception {
        configure("v", Map.of("url", receiver.url()));
        record("v1");
        receiver.await(ids -> ids.equals(List.of("v1")));
        String counts = run("webhook:verify");
        assertTrue(counts, counts.startsWith("NAME  ACCEPTED  DELIVERED  PENDING"));
        assertTrue(counts, counts.endsWith(" entries were read"));
        receiver.await(ids -> ids.contains("*"));
        assertTrue(receiver.lastBody(), receiver.lastBody().contains("\"action\":\"verify\""));
    }

    @Test
    public void commands_withoutADispatcher_sayWhatIsMissing() throws Exception {
        Bundle dispatcher = Bundles.named(context, "io.audithook.webhook.dispatcher");
        dispatcher.stop();
        try {
            assertFails(
                    "There are no endpoints to look at: the service Endpoints of io.audithook.webhook.dispatcher is"
                            + " missing, which needs an Outbox",
                    "webhook:list");
        } finally {
            dispatcher.start();
        }
        findServices();
        assertTrue(run("webhook:list").startsWith("NAME"));
    }

    private String run(String line) throws Exception {
        return String.valueOf(session.execute(line));
    }

    private void assertFails(String message, String line) {
        assertEquals(message, assertThrows(Exception.class, () -> run(line)).getMessage());
    }

    private void configure(String name, Map<String, ?> properties) throws Exception {
        configure(name, State.ACTIVE, "", properties);
    }

    /** Waits for the reason too: an endpoint waits for one and the other on its way. */
    private void configure(String name, State state, String reason, Map<String, ?> properties) throws Exception {
        admin.getFactoryConfiguration(ENDPOINT, name, "?").update(new Hashtable<>(properties));
        await(name + " is " + state, () -> {
            return Statuses.find(endpoints, name)
                    .filter(now -> now.state() == state && now.reason().contains(reason))
                    .isPresent();
        });
    }

    private EndpointStatus status(String name) {
        return Statuses.get(endpoints, name);
    }

    private void record(String id) throws Exception {
        trail.recordAndWait(SampleEvents.of(id));
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        Waiting.until(what, 30, condition, () -> "");
    }
}
