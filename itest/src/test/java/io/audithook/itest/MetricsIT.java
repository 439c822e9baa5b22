/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.Outbox;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What Prometheus and a JMX client see of endpoints that deliver, and of those that do not. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MetricsIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String METRICS = "io.audithook.metrics";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private RecordingReceiver good;
    private RecordingReceiver bad;

    @Configuration
    public Option[] configuration() {
        File[] whiteboard = new File(System.getProperty("writers.dir"))
                .listFiles((dir, name) -> name.startsWith("org.apache.aries.jmx.whiteboard-"));
        return new Option[] {
            Containers.runtime(),
            frameworkProperty("org.osgi.service.http.port").value("0"),
            bundle(whiteboard[0].toURI().toString()).startLevel(3),
            bundle(new File(System.getProperty("jmx.jar")).toURI().toString()).startLevel(3)
        };
    }

    @Before
    public void open() throws Exception {
        good = new RecordingReceiver();
        bad = new RecordingReceiver();
        bad.answer(500);
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
        endpoint("good", good);
        endpoint("bad", bad);
        Waiting.until(
                "both are attached",
                () -> endpoints.list().stream()
                                .filter(status -> status.state() == State.ACTIVE)
                                .count()
                        == 2);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, METRICS);
        Statuses.forgetAll(services.get(Outbox.class), endpoints);
        services.close();
        good.close();
        bad.close();
    }

    private void endpoint(String name, RecordingReceiver receiver) throws Exception {
        admin.getFactoryConfiguration(ENDPOINT, name, "?")
                .update(new Hashtable<>(Map.of("url", receiver.url(), "delete.policy", "drop")));
    }

    private void configure(Map<String, Object> configuration) throws Exception {
        admin.getConfiguration(METRICS, "?").update(new Hashtable<>(configuration));
    }

    private void record(String... ids) throws InterruptedException {
        for (String id : ids) {
            trail.recordAndWait(SampleEvents.of(id, Map.of("tlp", 1)));
        }
    }

    private HttpResponse<String> ask(String path, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(HttpServices.uri(context, path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The values of all samples, by what stands before them. */
    private Map<String, Double> scrape() throws Exception {
        Map<String, Double> values = new HashMap<>();
        HttpResponse<String> response = ask("/metrics", "*/*");
        assertEquals(200, response.statusCode());
        response.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            values.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        });
        return values;
    }

    private void awaitMetrics() throws Exception {
        Waiting.until("the metrics are there", () -> ask("/metrics", "*/*").statusCode() == 200);
    }

    @Test
    public void metrics_notConfigured_areNotThere() throws Exception {
        assertEquals(404, ask("/metrics", "*/*").statusCode());
        configure(Map.of("path", "/else"));
        Waiting.until("the metrics are there", () -> ask("/else", "*/*").statusCode() == 200);
        assertEquals(404, ask("/metrics", "*/*").statusCode());
        admin.getConfiguration(METRICS, "?").delete();
        Waiting.until("the metrics are gone", () -> ask("/else", "*/*").statusCode() == 404);
    }

    @Test
    public void metrics_whoseConfigurationGetsAMistake_areShownAsBefore() throws Exception {
        configure(Map.of("path", "/kept"));
        Waiting.until("the metrics are there", () -> ask("/kept", "*/*").statusCode() == 200);
        configure(Map.of("path", "no path"));
        configure(Map.of("path", "no path", "loopbackOnly", "perhaps"));
        Waiting.until("they are there again", () -> ask("/kept", "*/*").statusCode() == 200);
        admin.getConfiguration(METRICS, "?").delete();
        Waiting.until("the metrics are gone", () -> ask("/kept", "*/*").statusCode() == 404);
    }

    @Test
    public void scrape_showsWhatWasDeliveredAndWhatWasNot() throws Exception {
        configure(Map.of());
        awaitMetrics();
        record("a", "b", "c");
        good.await(ids -> ids.size() == 3);
        Waiting.until(
                "all is counted",
                60,
                () -> {
                    Map<String, Double> now = scrape();
                    return now.get("audithook_deliveries_total{endpoint=\"good\",outcome=\"delivered\"}") == 3
                            && now.getOrDefault(
                                            "audithook_delivery_attempts_total{endpoint=\"bad\",outcome=\"server-error\"}",
                                            0.0)
                                    >= 3;
                },
                this::text);
        Map<String, Double> values = scrape();
        Map<String, Double> wanted = new TreeMap<>();
        wanted.put("audithook_delivery_attempts_total{endpoint=\"good\",outcome=\"delivered\"}", 3.0);
        wanted.put("audithook_delivery_attempt_duration_seconds_count{endpoint=\"good\"}", 3.0);
        wanted.put("audithook_delivery_attempt_duration_seconds_bucket{endpoint=\"good\",le=\"+Inf\"}", 3.0);
        wanted.put("audithook_endpoint_accepted_entries_total{endpoint=\"good\"}", 3.0);
        wanted.put("audithook_endpoint_entries{endpoint=\"good\",place=\"delivered\"}", 3.0);
        wanted.put("audithook_endpoint_entries{endpoint=\"good\",place=\"pending\"}", 0.0);
        wanted.put("audithook_endpoint_lag_seconds{endpoint=\"good\"}", 0.0);
        wanted.put("audithook_endpoint_state{endpoint=\"good\",state=\"active\"}", 1.0);
        wanted.put("audithook_deliveries_total{endpoint=\"bad\",outcome=\"delivered\"}", 0.0);
        wanted.put("audithook_endpoint_entries{endpoint=\"bad\",place=\"pending\"}", 3.0);
        wanted.put("audithook_outbox_trouble", 0.0);
        Map<String, Double> found = new TreeMap<>(values);
        found.keySet().retainAll(wanted.keySet());
        assertEquals(wanted, found);
        assertTrue(text(), values.get("audithook_endpoint_lag_seconds{endpoint=\"bad\"}") > 0);
        assertTrue(text(), values.get("audithook_outbox_appended_entries_total") >= 3);
        HttpResponse<String> open = ask("/metrics", "application/openmetrics-text;version=1.0.0");
        assertTrue(open.body(), open.body().endsWith("\n# EOF\n"));
    }

    @Test
    public void mbeans_showTheSame_andPause() throws Exception {
        ServiceRegistration<MBeanServer> registration = context.registerService(MBeanServer.class, server, null);
        try {
            mbeansShowTheSame();
        } finally {
            registration.unregister();
        }
    }

    private void mbeansShowTheSame() throws Exception {
        ObjectName name = new ObjectName("io.audithook:type=endpoint,name=\"good\"");
        Waiting.until("the MBean is there", () -> server.isRegistered(name));
        record("d", "e");
        Waiting.until(
                "all is delivered", () -> server.getAttribute(name, "Delivered").equals(2L));
        assertEquals("ACTIVE", server.getAttribute(name, "State"));
        assertEquals(good.url(), server.getAttribute(name, "Url"));
        server.invoke(name, "pause", new Object[0], new String[0]);
        Waiting.until("it is paused", () -> status("good").state() == State.PAUSED);
        assertEquals("PAUSED", server.getAttribute(name, "State"));
        ObjectName outbox = new ObjectName("io.audithook:type=outbox");
        assertTrue((Long) server.getAttribute(outbox, "Entries") >= 2);
        String document = Files.readString(Path.of(System.getProperty("metrics.doc")));
        for (ObjectName one : List.of(name, outbox)) {
            List<String> attributes = Arrays.stream(server.getMBeanInfo(one).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .sorted()
                    .map(attribute -> "`" + attribute + "`")
                    .toList();
            assertTrue(attributes.toString(), document.contains(String.join(", ", attributes)));
        }
        admin.getFactoryConfiguration(ENDPOINT, "good", "?").delete();
        Waiting.until("the MBean is gone", () -> !server.isRegistered(name));
    }

    @Test
    public void document_listsTheMetrics() throws Exception {
        List<MetricFamily> families = new ArrayList<>();
        for (ServiceReference<MetricSource> reference : context.getServiceReferences(MetricSource.class, null)) {
            families.addAll(
                    Objects.requireNonNull(context.getService(reference)).collect());
        }
        List<String> made = families.stream().map(MetricsIT::row).sorted().toList();
        List<String> documented = Files.readAllLines(Path.of(System.getProperty("metrics.doc"))).stream()
                .filter(line -> line.startsWith("| `audithook_"))
                .toList();
        assertEquals(String.join("\n", made), String.join("\n", documented));
        assertEquals(made.size(), made.stream().distinct().count());
    }

    /**
     * With {@code -Dmetrics.endpoints=1000} it says what collecting from so many takes. A wrong number fails, a long time does
     * not.
     */
    @Test
    public void collecting_fromManyEndpoints_seesAll() throws Exception {
        int more = Integer.getInteger("metrics.endpoints", 20);
        for (int i = 0; i < more; i++) {
            endpoint("many" + i, good);
        }
        configure(Map.of());
        Waiting.until(
                "all are active",
                300,
                () -> endpoints.list().stream()
                                .filter(status -> status.state() == State.ACTIVE)
                                .count()
                        == more + 2,
                () -> "");
        awaitMetrics();
        record("f");
        Waiting.until("all have delivered", 300, () -> good.received().size() == more + 1, () -> "");
        long samples = 0;
        List<Double> collects = new ArrayList<>();
        List<Double> scrapes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long began = System.nanoTime();
            samples = 0;
            for (ServiceReference<MetricSource> reference : context.getServiceReferences(MetricSource.class, null)) {
                samples += context.getService(reference).collect().stream()
                        .mapToLong(family -> family.samples().size())
                        .sum();
            }
            collects.add((System.nanoTime() - began) / 1e6);
            began = System.nanoTime();
            ask("/metrics", "*/*");
            scrapes.add((System.nanoTime() - began) / 1e6);
        }
        System.out.printf(
                "%d endpoints, %d samples: collect %.1f ms, scrape %.1f ms (medians of the last 25)%n",
                more + 2, samples, median(collects), median(scrapes));
        assertEquals(
                more + 2,
                scrape().keySet().stream()
                        .filter(key -> key.startsWith("audithook_endpoint_lag_seconds{"))
                        .count());
    }

    private static double median(List<Double> all) {
        return all.subList(25, 50).stream().sorted().toList().get(12);
    }

    private static String row(MetricFamily family) {
        String name = family.name();
        String unit = name.endsWith("_seconds") ? "seconds" : name.endsWith("_bytes") ? "bytes" : "";
        return "| `" + family.name() + "` | "
                + family.type().name().toLowerCase(Locale.ROOT) + " | "
                + family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")) + " | "
                + unit + " | " + family.help() + " |";
    }

    private EndpointStatus status(String name) {
        return Statuses.get(endpoints, name);
    }

    private String text() {
        try {
            return ask("/metrics", "*/*").body();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
