/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;

import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
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
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** What Felix Health Checks and Inventory see of endpoints, outbox and files. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HealthIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String ENDPOINTS = "Audithook endpoints";
    private static final String OUTBOX = "Audithook outbox";
    private static final String FILES = "Audithook configuration files";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private HealthCheckExecutor executor;
    private RecordingReceiver receiver;

    @Configuration
    public Option[] configuration() {
        return new Option[] {
            Containers.runtime(),
            bundle(HealthBundles.apiOfHealthChecks()).startLevel(2),
            bundle(HealthBundles.healthChecks()).startLevel(4),
            bundle(HealthBundles.inventory()).startLevel(2),
            bundle(HealthBundles.ours()).startLevel(4)
        };
    }

    @Before
    public void open() throws Exception {
        receiver = new RecordingReceiver();
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        executor = services.get(HealthCheckExecutor.class);
        // each check is a service of its own, which comes when what it looks at is there
        Waiting.until(
                "all checks are there", () -> List.copyOf(check().keySet()).equals(List.of(FILES, ENDPOINTS, OUTBOX)));
        awaitStatus(OUTBOX, Status.OK);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, "io.audithook.hocon", "io.audithook.outbox", ENDPOINT);
        Statuses.forgetAll(services.get(Outbox.class), services.get(Endpoints.class));
        services.close();
        receiver.close();
    }

    /** All checks of our tag, by name. */
    private Map<String, HealthCheckExecutionResult> check() {
        Map<String, HealthCheckExecutionResult> results = new TreeMap<>();
        HealthCheckExecutionOptions now = new HealthCheckExecutionOptions().setForceInstantExecution(true);
        executor.execute(HealthCheckSelector.tags("audithook"), now)
                .forEach(result -> results.put(result.getHealthCheckMetadata().getName(), result));
        return results;
    }

    /** What a check says; empty while it is being registered anew. */
    private String text(String check) {
        HealthCheckExecutionResult result = check().get(check);
        return result == null ? "" : result.getHealthCheckResult().toString();
    }

    private void awaitStatus(String check, Status status) throws Exception {
        Waiting.until(
                check + " is " + status,
                60,
                () -> {
                    HealthCheckExecutionResult result = check().get(check);
                    return result != null && result.getHealthCheckResult().getStatus() == status;
                },
                () -> ": " + check());
    }

    private void endpoint(String name, Map<String, Object> properties) throws Exception {
        admin.getFactoryConfiguration(ENDPOINT, name, "?").update(new Hashtable<>(properties));
    }

    @Test
    public void endpoints_areAsHealthyAsTheyDeliver() throws Exception {
        endpoint("good", Map.of("url", receiver.url()));
        awaitStatus(ENDPOINTS, Status.OK);
        Waiting.until("it is there", () -> text(ENDPOINTS).contains("good: ACTIVE"));
        RecordingReceiver closed = new RecordingReceiver();
        closed.close();
        endpoint("failing", Map.of("url", closed.url(), "breaker.failures", 1));
        Waiting.until("it is attached", () -> text(ENDPOINTS).contains("failing: ACTIVE"));
        services.get(AuditTrail.class).recordAndWait(SampleEvents.of("h1"));
        awaitStatus(ENDPOINTS, Status.WARN);
        assertTrue(text(ENDPOINTS), text(ENDPOINTS).contains("failing: FAILING: "));
        endpoint("invalid", Map.of("url", "ftp://h/"));
        awaitStatus(ENDPOINTS, Status.CRITICAL);
        String text = text(ENDPOINTS);
        assertTrue(text, text.contains("endpoints: 3: 1 ACTIVE, 1 FAILING, 1 INVALID"));
        assertTrue(text, text.contains("invalid: INVALID: io.audithook.endpoint~invalid: url=\"ftp://h/\" must begin"));
        receiver.await(ids -> ids.equals(List.of("h1")));
        admin.getFactoryConfiguration(ENDPOINT, "invalid", "?").delete();
        awaitStatus(ENDPOINTS, Status.WARN);
    }

    @Test
    public void endpoint_thatMissesAProfile_isTemporarilyUnavailable() throws Exception {
        endpoint("waiting", Map.of("url", receiver.url(), "tls.target", "(tls.name=none)"));
        Waiting.until(
                "it waits",
                () -> text(ENDPOINTS).contains("TEMPORARILY_UNAVAILABLE waiting: WAITING: needs 1 TlsProfile"));
        awaitStatus(ENDPOINTS, Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    public void endpoint_thatChecksNoCertificate_isAWarning() throws Exception {
        admin.getFactoryConfiguration("io.audithook.tls", "loose", "?")
                .update(new Hashtable<>(Map.of("verifyHostName", false)));
        try {
            endpoint("loose", Map.of("url", "https://127.0.0.1:1/", "tls.target", "(tls.name=loose)"));
            awaitStatus(ENDPOINTS, Status.WARN);
            assertTrue(text(ENDPOINTS), text(ENDPOINTS).contains("TLS profile loose: verifyHostName is set so"));
        } finally {
            admin.getFactoryConfiguration("io.audithook.tls", "loose", "?").delete();
        }
    }

    @Test
    public void file_broken_isCriticalUntilItIsRepaired() throws Exception {
        Path file = Files.createTempDirectory("health").resolve("webhooks.conf");
        Files.writeString(file, "webhooks.kept.url = \"http://127.0.0.1:9/\"");
        admin.getConfiguration("io.audithook.hocon", "?").update(new Hashtable<>(Map.of("file", file.toString())));
        Waiting.until("it is applied", () -> text(FILES).contains(file + ": APPLIED since "));
        Waiting.until("its endpoint is there", () -> text(ENDPOINTS).contains("kept: ACTIVE"));
        Files.writeString(file, "webhooks.kept = 1");
        awaitStatus(FILES, Status.CRITICAL);
        assertTrue(text(FILES), text(FILES).contains(": 1: webhooks.kept: expected an object with a url"));
        assertTrue(text(ENDPOINTS), text(ENDPOINTS).contains("kept: ACTIVE"));
        Files.writeString(file, "webhooks.kept.url = \"http://127.0.0.1:9/again\"");
        awaitStatus(FILES, Status.OK);
        Files.delete(file);
        Files.delete(file.getParent());
    }

    @Test
    public void outbox_thatCannotStart_isNotHealthy() throws Exception {
        Bundle outbox = Bundles.named(context, "io.audithook.webhook.outbox");
        // or it would go on as it was
        outbox.stop();
        admin.getConfiguration("io.audithook.outbox", "?").update(new Hashtable<>(Map.of("size.limit", "1 KiB")));
        outbox.start();
        awaitStatus(OUTBOX, Status.TEMPORARILY_UNAVAILABLE);
        awaitStatus(ENDPOINTS, Status.TEMPORARILY_UNAVAILABLE);
        admin.getConfiguration("io.audithook.outbox", "?").delete();
        awaitStatus(OUTBOX, Status.OK);
        awaitStatus(ENDPOINTS, Status.OK);
    }

    /** The receiver is down until the outbox has no room left; once it is back, nobody else has to do anything. */
    @Test
    public void outbox_full_isCriticalUntilThereIsRoom() throws Exception {
        receiver.answer(503);
        admin.getConfiguration("io.audithook.outbox", "?").update(new Hashtable<>(Map.of("size.limit", "1 MiB")));
        // or events would meet the outbox of before, as it closes
        Configurations.awaitListeners(context, admin);
        endpoint("down", Map.of("url", receiver.url(), "breaker.failures", 1, "breaker.probes", "1 s"));
        Waiting.until("the outbox is full", () -> isRefused("full"));
        awaitStatus(OUTBOX, Status.CRITICAL);
        String text = text(OUTBOX);
        assertTrue(text, text.contains("The outbox is full: size.limit=1048576 bytes"));
        receiver.answer(200);
        awaitStatus(OUTBOX, Status.OK);
        Waiting.until("an event is accepted again", () -> !isRefused("again"));
        receiver.await(ids -> ids.contains("full") && ids.contains("again"));
    }

    /** Whether the outbox has no room for an event. */
    private boolean isRefused(String objectId) throws Exception {
        try {
            services.get(AuditTrail.class).recordAndWait(SampleEvents.of(objectId, Map.of("text", "x".repeat(3_000))));
            return false;
        } catch (AuditTrailFullException e) {
            return true;
        }
    }

    @Test
    public void inventory_showsEndpointsWithoutSecrets() throws Exception {
        endpoint("shown", Map.of("url", receiver.url() + "hook?token=s3cret"));
        Waiting.until("it is there", () -> text(ENDPOINTS).contains("shown: ACTIVE"));
        services.get(AuditTrail.class).recordAndWait(SampleEvents.of("i1"));
        receiver.await(ids -> ids.equals(List.of("i1")));
        Waiting.until("it is counted", () -> print(Format.JSON).contains("\"delivered\":1"));
        String json = print(Format.JSON);
        assertTrue(json, json.contains("\"url\":\"" + receiver.url() + "hook\""));
        assertTrue(json, json.contains("\"outcome\":\"delivered\",\"status\":200"));
        assertTrue(json, json.contains("\"lagSeconds\":0,\"inFlight\":0"));
        String text = print(Format.TEXT);
        assertTrue(text, text.startsWith("shown: ACTIVE"));
        assertTrue(text, text.contains("  lastAttempt: at "));
        assertFalse(json + text, (json + text).contains("s3cret"));
    }

    private String print(Format format) throws Exception {
        ServiceReference<InventoryPrinter> reference = context.getServiceReferences(
                        InventoryPrinter.class, "(felix.inventory.printer.name=audithook)")
                .iterator()
                .next();
        StringWriter text = new StringWriter();
        context.getService(reference).print(new PrintWriter(text), format, false);
        context.ungetService(reference);
        // JSON may be written either way
        return text.toString().replace("\\/", "/");
    }
}
