/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.InvalidAuditEventException;
import io.audithook.itest.WireReceiver.Arrival;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * S3 from end to end: texts that try to become lines or requests of their own, in every place where an application has a
 * say. Each event is refused at the call, in one line, or is one request in which it is byte for byte.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class InjectionIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String ADDRESSES = "io.audithook.address";
    private static final String CLOUD_EVENTS = "(format.name=cloudevents)";
    private static final String DATA = "\"data\":";

    private static final Map<String, Map<String, Object>> ENDPOINTS = Map.of(
            "audit",
            Map.of("sign.keys", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
            "binary",
            Map.of("format.target", CLOUD_EVENTS, "cloudevents.mode", "binary"),
            "structured",
            Map.of("format.target", CLOUD_EVENTS),
            "batches",
            Map.of("batch.size", 10));

    private static final Pattern OWN_LINE = Pattern.compile(
            "(?i)(host|user-agent|content-(type|length)|accept-encoding|audithook-event-ids|webhook-(id|timestamp|signature)"
                    + "|ce-(id|source|specversion|type|time|subject|partitionkey)): [!-~][ -~]*");

    /** In a log it takes no line of its own, and does not fill it. */
    private static final Pattern ONE_LINE = Pattern.compile("[ -~]{10,500}");

    private static final List<String> BREAKS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\r\n ",
            "\u0000",
            "\u000b",
            "\t",
            " ",
            "\u007f",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u010d\u010a",
            "\u560a",
            "\ufffe",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "%0d%0a",
            "\\r\\n",
            "\"",
            ",",
            ".");

    private static final List<String> EVIL = List.of(
            "",
            "X-Evil:1",
            "X-Evil: 1",
            "GET /evil HTTP/1.1\r\nHost: evil\r\n\r\n",
            "Content-Length: 0\r\n\r\nPOST /evil");

    /** Where an application says something. */
    private static final Map<String, BiConsumer<AuditEvent.Builder, String>> PLACES = Map.of(
            "event id",
            AuditEvent.Builder::eventId,
            "operation",
            AuditEvent.Builder::operation,
            "object type",
            AuditEvent.Builder::objectType,
            "object id",
            AuditEvent.Builder::objectId,
            "root id",
            AuditEvent.Builder::rootId,
            "request id",
            AuditEvent.Builder::requestId,
            "text",
            (event, text) -> event.object(Map.of("title", List.of(text))),
            "inner name",
            (event, text) -> event.details(Map.of(text, true)),
            "outer name",
            (event, text) -> event.member(text, Instant.EPOCH));

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private final Map<String, WireReceiver> receivers = new HashMap<>();

    /** The ids and the JSON of what was accepted. */
    private final List<String> ids = new ArrayList<>();

    private final List<String> bodies = new ArrayList<>();

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private Outbox outbox;

    @Configuration
    public Option[] configuration() {
        return new Option[] {Containers.runtime()};
    }

    @Before
    public void open() throws Exception {
        admin.getConfiguration(ADDRESSES, "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
        outbox = services.get(Outbox.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, ADDRESSES);
        Statuses.forgetAll(outbox, endpoints);
        for (WireReceiver receiver : receivers.values()) {
            receiver.close();
        }
        services.close();
    }

    @Test
    public void event_withLineBreaks_isRefusedOrIsOneRequest() throws Exception {
        for (String endpoint : ENDPOINTS.keySet()) {
            listen(endpoint);
        }
        recordAll();
        List<Arrival> audit = arrivals("audit");
        assertEquals(bodies, bodies(audit));
        assertEquals(ids, idsOf(audit));
        List<Arrival> binary = arrivals("binary");
        assertEquals(bodies, bodies(binary));
        assertEquals(ids, idsOf(binary));
        List<Arrival> structured = arrivals("structured");
        assertEquals(
                bodies,
                bodies(structured).stream()
                        .map(body -> body.substring(body.indexOf(DATA) + DATA.length(), body.length() - 1))
                        .toList());
        assertEquals(ids, idsOf(structured));
        List<Arrival> batches = arrivals("batches");
        assertEquals(
                String.join(",", bodies),
                bodies(batches).stream()
                        .map(body -> body.substring(1, body.length() - 1))
                        .collect(Collectors.joining(",")));
        assertEquals(ids, idsOf(batches));
    }

    private void listen(String name) throws Exception {
        WireReceiver receiver = new WireReceiver();
        receivers.put(name, receiver);
        Map<String, Object> settings = new HashMap<>(ENDPOINTS.get(name));
        settings.put("url", receiver.url());
        settings.put("ordering", "strict");
        admin.getFactoryConfiguration(ENDPOINT, name, "?").update(new Hashtable<>(settings));
        Statuses.await(endpoints, name, State.ACTIVE);
    }

    /** What an endpoint has sent once all has arrived: no line in it is another's. */
    private List<Arrival> arrivals(String endpoint) throws InterruptedException {
        List<Arrival> arrivals = receivers.get(endpoint).await(all -> idsOf(all).size() >= ids.size());
        for (Arrival arrival : arrivals) {
            assertEquals("POST /hook HTTP/1.1", arrival.head().get(0));
            for (String line : arrival.head().subList(1, arrival.head().size())) {
                assertTrue(line, OWN_LINE.matcher(line).matches());
            }
            assertEquals(
                    "no header twice",
                    arrival.names().size(),
                    Set.copyOf(arrival.names()).size());
        }
        return arrivals;
    }

    /** In the header of a batch commas and percent signs of the ids are escaped as in a URL. */
    private static List<String> idsOf(List<Arrival> arrivals) {
        return arrivals.stream()
                .flatMap(arrival -> arrival.names().contains("audithook-event-ids")
                        ? Arrays.stream(arrival.header("audithook-event-ids").split(",", -1))
                                .map(id -> id.replace("%2C", ",").replace("%25", "%"))
                        : Stream.of(arrival.header("webhook-id")))
                .toList();
    }

    private static List<String> bodies(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::body).toList();
    }

    /** Publishes all texts in all places. */
    private void recordAll() throws InterruptedException {
        Set<String> refusedIn = new TreeSet<>();
        for (Map.Entry<String, BiConsumer<AuditEvent.Builder, String>> place : PLACES.entrySet()) {
            for (String text : texts()) {
                AuditEvent.Builder builder = AuditEvent.builder()
                        .operation("Update")
                        .objectType("case")
                        .objectId("1")
                        .startDate(Instant.EPOCH);
                try {
                    place.getValue().accept(builder, text);
                    record(builder.build());
                } catch (IllegalArgumentException | InvalidAuditEventException e) {
                    assertTrue(
                            place.getKey() + ": " + e.getMessage(),
                            ONE_LINE.matcher(e.getMessage()).matches());
                    refusedIn.add(place.getKey());
                }
            }
        }
        // as it may come from elsewhere: what stands there with escapes is no reason to refuse it, but half a character
        // is
        for (String text : texts()) {
            String same = escaped(text.substring(0, Math.min(text.length(), 150)), 0x7f);
            byte[] json = """
                    {"operation":"%1$s", "objectType":"%1$s","objectId" : "%1$s","startDate":0,"object":{"%1$s":"%1$s"}}""".formatted(same).getBytes(StandardCharsets.UTF_8);
            try {
                record(AuditEvent.ofJson(null, json, unread -> Map.of()));
            } catch (InvalidAuditEventException e) {
                assertTrue(e.getMessage(), ONE_LINE.matcher(e.getMessage()).matches());
                assertFalse(text, StandardCharsets.UTF_8.newEncoder().canEncode(text));
            }
        }
        assertEquals(Set.of("event id", "inner name", "outer name"), refusedIn);
    }

    private void record(AuditEvent event) throws InterruptedException {
        ids.add(trail.recordAndWait(event).eventId());
        bodies.add(event.json()
                .map(json -> new String(json, StandardCharsets.UTF_8))
                .orElseGet(() -> json(event.members())));
    }

    private static Set<String> texts() {
        Set<String> texts = new LinkedHashSet<>();
        for (String lineBreak : BREAKS) {
            EVIL.forEach(evil -> texts.add("a" + lineBreak + evil));
        }
        for (int length : List.of(63, 255, 256, 512, 1024, 70_000)) {
            texts.add("x".repeat(length));
            texts.add("\u00e9".repeat(length - 2) + "\r\nX-Evil: 1");
        }
        return texts;
    }

    /** As the audit trail is to write it. */
    private static String json(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> json(member.getKey()) + ":" + json(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> items) {
            return items.stream().map(InjectionIT::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? '"' + escaped(text, Integer.MAX_VALUE) + '"' : String.valueOf(value);
    }

    /** @param from from which character on all are escaped */
    private static String escaped(String text, int from) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default ->
                    escaped.append(c < ' ' || c >= from || Character.isSurrogate(c) ? "\\u%04X".formatted((int) c) : c);
            }
        }
        return escaped.toString();
    }
}
