/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.audithook.fault.server.TunnelProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, run as a user runs it. */
class LauncherIT {

    @TempDir
    Path folder;

    @BeforeAll
    static void bePatient() {
        // a process that starts on a busy machine takes its time
        Awaitility.setDefaultTimeout(40, TimeUnit.SECONDS);
    }

    private final HttpClient client = HttpClient.newHttpClient();

    private LauncherProcess start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--home", "home", "--http", "127.0.0.1:0"));
        all.addAll(List.of(arguments));
        return LauncherProcess.start(folder, all.toArray(String[]::new));
    }

    private HttpResponse<String> post(URI to, String type, byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void record(URI to, byte[] event) throws IOException, InterruptedException {
        assertThat(post(to, "application/json", event).statusCode()).isEqualTo(202);
    }

    private static byte[] event(int number) {
        return ("{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + number + "\",\"startDate\":1}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] example() throws IOException {
        try (InputStream in = LauncherIT.class.getResourceAsStream("demo/event-creation.json")) {
            return in.readAllBytes();
        }
    }

    private void configure(String name, String... lines) throws IOException {
        Files.createDirectories(folder.resolve("home/etc"));
        Files.writeString(folder.resolve("home/etc").resolve(name), String.join("\n", lines) + "\n");
    }

    /** The receivers of these tests are on this host. */
    private void allowLoopback() throws IOException {
        configure("io.audithook.address.cfg", "allowed = 127.0.0.1");
    }

    @Test
    void demo_showsBothEventsAndEndsWell() throws Exception {
        try (LauncherProcess demo = LauncherProcess.start(folder, "demo")) {
            assertThat(demo.awaitExit()).as(demo.output()).isZero();
            assertThat(demo.output())
                    .contains("Audithook ready in ", "Test case for webhook", "\"severity\" : 3")
                    .contains("Both events were stored and delivered.");
        }
    }

    @Test
    void event_posted_arrivesByteForByteAtAnEndpointDroppedIn() throws Exception {
        allowLoopback();
        try (TestReceiver receiver = TestReceiver.plain();
                LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            configure("io.audithook.endpoint-second.cfg", "url = http://127.0.0.1:" + receiver.port() + "/x");
            await().untilAsserted(() -> {
                record(events, example());
                assertThat(receiver.bodies).isNotEmpty();
            });
            assertThat(receiver.bodies.get(0)).isEqualTo(example());
            Files.delete(folder.resolve("home/etc/io.audithook.endpoint-second.cfg"));
            Path log = folder.resolve("home/data/log/audithook.log");
            await().until(() -> Files.readString(log).contains("endpoint=second has no configuration any more"));
            int before = receiver.bodies.size();
            record(events, example());
            launcher.terminate();
            assertThat(launcher.awaitExit()).isEqualTo(143);
            assertThat(receiver.bodies).hasSize(before);
        }
    }

    @Test
    void hocon_withJksTrustAndProxy_deliversOverTlsThroughTheProxy() throws Exception {
        allowLoopback();
        Path keys = keyStore();
        try (TestReceiver receiver = TestReceiver.tls(keys, "password1");
                TunnelProxy proxy = new TunnelProxy(receiver.port())) {
            Files.writeString(folder.resolve("application.conf"), """
                    webhooks {
                      securedWebHook {
                        url = "https://receiver.test/webhook"
                        start = earliest
                        ws {
                          ssl.trustManager {
                            stores = [
                              {
                                type: "JKS" // JKS or PEM
                                path: "keystore.jks"
                                password: "password1"
                              }
                            ]
                          }
                          proxy {
                            host: "127.0.0.1"
                            port: %d
                          }
                        }
                      }
                    }
                    """.formatted(proxy.port()));
            try (LauncherProcess launcher = start("--config", "application.conf")) {
                record(launcher.awaitReady(), example());
                await().until(() -> !receiver.bodies.isEmpty());
                assertThat(receiver.bodies.get(0)).isEqualTo(example());
                assertThat(proxy.requests().get(0)).startsWith("CONNECT receiver.test:443 HTTP/1.1\r\n");
            }
        }
    }

    @Test
    void hocon_withMissingKeyStore_holdsTheEventsUntilItIsThere() throws Exception {
        allowLoopback();
        Path keys = keyStore();
        Path hidden = Files.move(keys, folder.resolve("hidden.jks"));
        try (TestReceiver receiver = TestReceiver.tls(hidden, "password1")) {
            String config = "webhooks.a { url = \"https://localhost:" + receiver.port()
                    + "/\", ws.ssl.trustManager.stores = [ { type: JKS, path: keystore.jks, password: password1 } ] }\n";
            Files.writeString(folder.resolve("application.conf"), config);
            try (LauncherProcess launcher = start("--config", "application.conf")) {
                URI events = launcher.awaitReady();
                Path log = folder.resolve("home/data/log/audithook.log");
                await().until(() -> Files.readString(log).contains("endpoint=a attached"));
                await().until(() ->
                        launcher.output().contains("io.audithook.tls~a: trust.path=" + keys + " does not exist"));
                record(events, example());
                Files.move(hidden, keys);
                Files.writeString(folder.resolve("application.conf"), "# touched\n" + config.replace("JKS", "jks"));
                await().until(() -> !receiver.bodies.isEmpty());
            }
        }
    }

    @Test
    void process_killed_deliversAfterARestartWhatWasAccepted() throws Exception {
        allowLoopback();
        int port;
        try (TestReceiver reserved = TestReceiver.plain()) {
            port = reserved.port();
        }
        configure(
                "io.audithook.endpoint-late.cfg",
                "url = http://127.0.0.1:" + port + "/",
                "retry.schedule = 200 ms, 500 ms",
                "retry.giveUpAfter = 1 h",
                "breaker.probes = 500 ms");
        List<String> expected = new ArrayList<>();
        try (LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            Path log = folder.resolve("home/data/log/audithook.log");
            await().until(() -> Files.readString(log).contains("endpoint=late attached"));
            for (int i = 0; i < 50; i++) {
                record(events, event(i));
                expected.add(new String(event(i), StandardCharsets.UTF_8));
            }
            launcher.kill();
        }
        try (TestReceiver receiver = TestReceiver.plain(port);
                LauncherProcess launcher = start()) {
            launcher.awaitReady();
            await().until(() -> receiver.bodies.size() >= 50);
            assertThat(receiver.bodies.stream()
                            .map(body -> new String(body, StandardCharsets.UTF_8))
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void verify_whileRunningAndAfter_countsEveryEvent() throws Exception {
        allowLoopback();
        try (TestReceiver receiver = TestReceiver.plain();
                LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            configure("io.audithook.endpoint-counted.cfg", "url = http://127.0.0.1:" + receiver.port() + "/");
            Path log = folder.resolve("home/data/log/audithook.log");
            await().until(() -> Files.readString(log).contains("endpoint=counted attached"));
            for (int i = 0; i < 5; i++) {
                record(events, event(i));
            }
            await().until(() -> receiver.bodies.size() == 5);
            try (LauncherProcess verify = LauncherProcess.start(folder, "verify", "--home", "home")) {
                assertThat(verify.awaitExit()).isEqualTo(1);
                assertThat(verify.output()).contains("in use");
            }
            launcher.terminate();
            launcher.awaitExit();
        }
        try (LauncherProcess verify = LauncherProcess.start(folder, "verify", "--home", "home")) {
            assertThat(verify.awaitExit()).as(verify.output()).isZero();
            assertThat(verify.output())
                    .contains("endpoint=counted accepted=5 delivered=5 ", " missing=0", "5 entries, no problem");
        }
        try (LauncherProcess verify = LauncherProcess.start(folder, "verify", "--home", "nowhere")) {
            assertThat(verify.awaitExit()).isEqualTo(2);
        }
    }

    @Test
    void lines_withABadOne_areStoredUpToIt() throws Exception {
        try (LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            String good = new String(event(1), StandardCharsets.UTF_8);
            HttpResponse<String> all =
                    post(events, "application/x-ndjson", (good + "\r\n\n" + good).getBytes(StandardCharsets.UTF_8));
            assertThat(all.statusCode()).isEqualTo(202);
            assertThat(all.body()).contains("\"accepted\":2");
            HttpResponse<String> some = post(
                    events,
                    "application/x-ndjson",
                    (good + "\n" + good + "\n{\"a\":1}\n" + good).getBytes(StandardCharsets.UTF_8));
            assertThat(some.statusCode()).isEqualTo(400);
            assertThat(some.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(some.body())
                    .contains("\"line\":3", "\"stored\":2", "\"lastStoredLine\":2", "\"rule\":\"is required\"");
            HttpResponse<String> bad =
                    post(events, "application/json", "{\"operation\":1}".getBytes(StandardCharsets.UTF_8));
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body()).contains("\"member\":\"operation\"", "\"offset\":13");
            assertThat(post(events, "text/plain", event(1)).statusCode()).isEqualTo(415);
            assertThat(post(events, "application/json", new byte[(1 << 20) + 1]).statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void filter_droppedIntoDeploy_takesEffectUntilItIsTakenOut() throws Exception {
        allowLoopback();
        try (TestReceiver receiver = TestReceiver.plain();
                LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            configure("io.audithook.endpoint-e.cfg", "url = http://127.0.0.1:" + receiver.port() + "/");
            Path log = folder.resolve("home/data/log/audithook.log");
            await().until(() -> Files.readString(log).contains("endpoint=e delivers to"));
            byte[] red = event(1, "\"tlp\":3");
            record(events, red);
            await().until(() -> receiver.bodies.size() == 1);
            Path jar = folder.resolve("home/deploy/filter.jar");
            Files.copy(Path.of(System.getProperty("filter.jar")), jar);
            await().until(() -> targets(log) == 2);
            record(events, red);
            record(events, event(2));
            await().until(() -> receiver.bodies.size() == 2);
            assertThat(receiver.bodies.get(1)).isEqualTo(event(2));
            Files.delete(jar);
            await().until(() -> targets(log) == 3);
            record(events, red);
            await().until(() -> receiver.bodies.size() == 3);
        }
    }

    @Test
    void filters_ofTheDocumentation_workAsFiles() throws Exception {
        allowLoopback();
        Map<String, String> files = filesOf(Path.of(System.getProperty("filters.doc")));
        assertThat(files)
                .containsOnlyKeys(
                        "io.audithook.filter-severe.cfg",
                        "io.audithook.filter-tlp.cfg",
                        "io.audithook.filter-amber.cfg",
                        "io.audithook.endpoint-siem.cfg");
        try (TestReceiver siem = TestReceiver.plain();
                TestReceiver pager = TestReceiver.plain()) {
            files.computeIfPresent(
                    "io.audithook.endpoint-siem.cfg",
                    (name, text) ->
                            text.replace("https://siem.example.com/hook", "http://127.0.0.1:" + siem.port() + "/hook"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                configure(file.getKey(), file.getValue());
            }
            configure(
                    "io.audithook.endpoint-pager.cfg",
                    "url = http://127.0.0.1:" + pager.port() + "/",
                    "filters.target = (filter.name=severe)",
                    "filters.cardinality.minimum = 1");
            try (LauncherProcess launcher = start()) {
                URI events = launcher.awaitReady();
                Path log = folder.resolve("home/data/log/audithook.log");
                await().until(() -> Files.readString(log).contains("endpoint=siem delivers to")
                        && Files.readString(log).contains("endpoint=pager delivers to"));
                record(events, event(1, "\"tlp\":3,\"severity\":3"));
                record(events, event(2, "\"tlp\":2,\"severity\":1,\"title\":\"t\",\"description\":\"d\""));
                record(events, event(3, "\"tlp\":1,\"severity\":4,\"title\":\"t\",\"description\":\"d\""));
                await().until(() -> siem.bodies.size() == 2 && pager.bodies.size() == 2);
                assertThat(siem.bodies)
                        .containsExactlyInAnyOrder(
                                event(2, "\"tlp\":2,\"severity\":1,\"title\":\"[redacted]\""),
                                event(3, "\"tlp\":1,\"severity\":4,\"title\":\"t\",\"description\":\"d\""));
                assertThat(pager.bodies)
                        .containsExactlyInAnyOrder(
                                event(1, "\"tlp\":3,\"severity\":3"),
                                event(3, "\"tlp\":1,\"severity\":4,\"title\":\"t\",\"description\":\"d\""));
            }
        }
    }

    /** By their names, the files that a document shows: indented, each below a comment with its name. */
    private static Map<String, String> filesOf(Path document) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Matcher file = Pattern.compile("^    # (\\S+\\.cfg)\n((?:    [^#\n].*\n)+)", Pattern.MULTILINE)
                .matcher(Files.readString(document));
        while (file.find()) {
            files.put(file.group(1), file.group(2).indent(-4));
        }
        return files;
    }

    private static byte[] event(int number, String object) {
        return new String(event(number), StandardCharsets.UTF_8)
                .replace("}", ",\"object\":{" + object + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** How often the endpoint was set up; each filter that comes or goes does so. */
    private static long targets(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.contains("endpoint=e delivers to"))
                .count();
    }

    @Test
    void cfg_deletedWhileStopped_isForgotten() throws Exception {
        configure("io.audithook.endpoint-gone.cfg", "url = http://127.0.0.1:9/");
        configure("io.audithook.endpoint-kept.cfg", "url = http://127.0.0.1:9/");
        Path log = folder.resolve("home/data/log/audithook.log");
        try (LauncherProcess launcher = start()) {
            launcher.awaitReady();
            await().until(() -> Files.readString(log).contains("endpoint=gone delivers to"));
            launcher.terminate();
            launcher.awaitExit();
        }
        Files.delete(folder.resolve("home/etc/io.audithook.endpoint-gone.cfg"));
        Files.delete(log);
        try (LauncherProcess launcher = start()) {
            launcher.awaitReady();
            await().until(() -> Files.exists(log) && Files.readString(log).contains("endpoint=kept delivers to"));
            assertThat(Files.readString(log)).doesNotContain("endpoint=gone");
        }
    }

    /** What was accepted before goes by what is in the files now: not to the old place, and not without the new token. */
    @Test
    void cfg_changedWhileStopped_countsFromTheFirstRequest() throws Exception {
        allowLoopback();
        try (TestReceiver old = TestReceiver.plain();
                TestReceiver now = TestReceiver.plain()) {
            String url = "url = http://127.0.0.1:%d/";
            configure("io.audithook.endpoint-moved.cfg", url.formatted(old.port()), "enabled = false");
            try (LauncherProcess launcher = start()) {
                URI events = launcher.awaitReady();
                Path log = folder.resolve("home/data/log/audithook.log");
                await().until(() -> Files.readString(log).contains("endpoint=moved attached"));
                configure("io.audithook.endpoint-moved.cfg", url.formatted(9), "retry.schedule = 1 h");
                await().until(() -> Files.readString(log).contains("endpoint=moved delivers to http://127.0.0.1:9/"));
                record(events, event(1));
                launcher.kill();
            }
            configure("io.audithook.endpoint-moved.cfg", url.formatted(old.port()));
            try (LauncherProcess launcher = start()) {
                launcher.awaitReady();
                await().until(() -> old.bodies.size() == 1);
                launcher.kill();
            }
            configure("io.audithook.endpoint-moved.cfg", url.formatted(now.port()));
            Path log = folder.resolve("home/data/log/audithook.log");
            Files.delete(log);
            try (LauncherProcess launcher = start()) {
                launcher.awaitReady();
                await().until(() -> Files.exists(log) && Files.readString(log).contains("endpoint=moved delivers to"));
                assertThat(Files.readString(log)).doesNotContain(":" + old.port() + "/");
            }
        }
    }

    /** The JDK tells of 512 changes of a folder at once, and then only that there were more. */
    @Test
    void cfg_hundredsAtOnce_allTakeEffect() throws Exception {
        allowLoopback();
        try (LauncherProcess launcher = start()) {
            launcher.awaitReady();
            for (int i = 0; i < 600; i++) {
                configure("io.audithook.endpoint-e" + i + ".cfg", "url = http://127.0.0.1:9/");
            }
            Path log = folder.resolve("home/data/log/audithook.log");
            await().until(() -> {
                try (Stream<String> lines = Files.lines(log)) {
                    return lines.filter(line -> line.endsWith(" attached")).count() == 600;
                }
            });
        }
    }

    @Test
    void outage_thatGoesOnForAnotherReason_isToldOnce() throws Exception {
        allowLoopback();
        int port;
        try (TestReceiver reserved = TestReceiver.plain()) {
            port = reserved.port();
        }
        configure("io.audithook.endpoint-down.cfg", "url = http://127.0.0.1:" + port + "/", "breaker.probes = 100 ms");
        try (LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            Path log = folder.resolve("home/data/log/audithook.log");
            await().until(() -> Files.readString(log).contains("endpoint=down attached"));
            record(events, example());
            await().until(() -> Files.readString(log).contains("in a row failed, the last one: connect-refused"));
            String another = "endpoint=down still cannot be delivered to, now for another reason: ";
            HttpServer nothingThere =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            nothingThere.start();
            try {
                await().until(() -> Files.readString(log).contains(another + "unauthorized: HTTP 404"));
            } finally {
                nothingThere.stop(0);
            }
            try (TestReceiver receiver = TestReceiver.plain(port)) {
                await().until(() -> !receiver.bodies.isEmpty());
                await().until(() -> Files.readString(log).contains("endpoint=down works again"));
            }
            assertThat(Files.readString(log))
                    .containsOnlyOnce(another + "unauthorized")
                    .doesNotContain(another + "connect-refused");
        }
    }

    @Test
    void component_thatFails_isNamedInOneLineAndTheRestRuns() throws Exception {
        configure("io.audithook.tls-broken.cfg", "trust.path = absent.p12");
        try (LauncherProcess launcher = start()) {
            record(launcher.awaitReady(), example());
            await().until(() -> launcher.output().contains("absent.p12 does not exist"));
            assertThat(launcher.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void hocon_corrupt_isNamedWithFileAndLineAndTheRestRuns() throws Exception {
        configure("application.conf", "webhooks {", "  a { url = ]", "}");
        try (LauncherProcess launcher = start()) {
            record(launcher.awaitReady(), example());
            String at = folder.resolve("home/etc/application.conf") + ": 2: ";
            await().until(() -> launcher.output().contains(at));
            assertThat(launcher.output().lines().filter(line -> line.contains("nothing is changed")))
                    .hasSize(1)
                    .allSatisfy(line -> assertThat(line).contains(at));
            assertThat(launcher.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void cfg_corrupt_isNamedInOneLineAndTheRestRuns() throws Exception {
        configure("io.audithook.endpoint-bad.cfg", "url = http://127.0.0.1:9/\\u00zz");
        try (LauncherProcess launcher = start()) {
            record(launcher.awaitReady(), example());
            await().until(() -> launcher.output().contains("io.audithook.endpoint-bad.cfg"));
            assertThat(launcher.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void deploy_brokenJar_isNamedAndTheRestRuns() throws Exception {
        Files.createDirectories(folder.resolve("home/deploy"));
        Files.writeString(folder.resolve("home/deploy/bad.jar"), "no jar");
        try (LauncherProcess launcher = start()) {
            record(launcher.awaitReady(), example());
            await().until(() -> launcher.output().contains("bad.jar"));
            assertThat(launcher.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void home_made_isForItsOwnerAlone() throws Exception {
        try (LauncherProcess launcher = start()) {
            launcher.awaitReady();
            for (String name : List.of("home", "home/etc", "home/data")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .as(name)
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void conf_droppedIntoDeploy_deliversUntilItIsTakenOut() throws Exception {
        allowLoopback();
        try (TestReceiver receiver = TestReceiver.plain();
                LauncherProcess launcher = start()) {
            URI events = launcher.awaitReady();
            Path log = folder.resolve("home/data/log/audithook.log");
            Path conf = Files.writeString(
                    folder.resolve("home/deploy/hooks.conf"),
                    "notification.webhook.endpoints = [ { name = dropped, url = \"http://127.0.0.1:" + receiver.port()
                            + "/\", start = earliest } ]\n");
            await().until(() -> Files.readString(log).contains("endpoint=dropped delivers to"));
            record(events, example());
            await().until(() -> receiver.bodies.size() == 1);
            assertThat(receiver.bodies.get(0)).isEqualTo(example());
            Files.delete(conf);
            await().until(() -> Files.readString(log).contains(conf + ": changed 1: io.audithook.endpoint~dropped"));
            record(events, event(2));
            launcher.terminate();
            launcher.awaitExit();
            assertThat(receiver.bodies).hasSize(1);
        }
    }

    @Test
    void check_goodAndBadFiles_saysWhatTheyWouldDo() throws Exception {
        Files.writeString(folder.resolve("good.conf"), "webhooks.a { url = \"http://a/\", token = hunter }\n");
        Files.writeString(folder.resolve("bad.conf"), "webhooks.a { url = [] }\nwebhooks.b = 1\n");
        try (LauncherProcess check = LauncherProcess.start(folder, "check", "good.conf")) {
            assertThat(check.awaitExit()).as(check.output()).isZero();
            assertThat(check.output())
                    .contains("io.audithook.endpoint~a", "url = http://a/", "good.conf: 1", "auth.token = ***")
                    .doesNotContain("hunter");
        }
        try (LauncherProcess check = LauncherProcess.start(folder, "check", "bad.conf")) {
            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(check.output()).contains("bad.conf: 1: webhooks.a.url: ", "bad.conf: 2: webhooks.b: ");
        }
        Files.writeString(folder.resolve("invalid.conf"), """
                webhooks.a {
                  url = "http://a/"
                  timeout { connect = 2 s
                            request = 1 s }
                  ws.ssl.trustManager.stores = [{ path = absent.pem }]
                }
                """);
        try (LauncherProcess check = LauncherProcess.start(folder, "check", "invalid.conf")) {
            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(check.output())
                    .contains("invalid.conf: 4: io.audithook.endpoint~a: timeout.request=1000 ms must not be less than "
                            + "timeout.connect=2000 ms")
                    .contains("invalid.conf: 5: io.audithook.tls~a: trust.path")
                    .contains("invalid.conf: 2 errors, 0 warnings; what is wrong would have no effect");
        }
        Files.writeString(folder.resolve("filters.conf"), """
                webhooks.a { url = "http://a/", filters = exact }
                audithook.filters {
                  exact.expression { _gte { object.score = 0.10000000000000000000000000000000001 } }
                  wrong.expression { _has = "object..score" }
                }
                audithook.address.allowed = 127.0.0.0/33
                """);
        try (LauncherProcess check = LauncherProcess.start(folder, "check", "filters.conf")) {
            assertThat(check.awaitExit()).isEqualTo(1);
            assertThat(check.output())
                    .contains("expression = {\"_gte\":{\"object.score\":0.10000000000000000000000000000000001}}    # ")
                    .contains("filters.target = (filter.name=exact)    # ")
                    .contains(
                            "filters.conf: 4: io.audithook.filter~wrong: expression=\"{\"_has\":\"object..score\"}\" is "
                                    + "wrong at /_has")
                    .contains("filters.conf: 6: io.audithook.address: allowed")
                    .contains("filters.conf: 2 errors, 0 warnings; what is wrong would have no effect");
        }
        assertThat(folder.resolve("audithook-home")).doesNotExist();
    }

    @Test
    void arguments_wrong_endWithUsageAndTwo() throws Exception {
        try (LauncherProcess launcher = LauncherProcess.start(folder, "--what")) {
            assertThat(launcher.awaitExit()).isEqualTo(2);
            assertThat(launcher.output()).startsWith("--what: unknown argument\nUsage: ");
        }
    }

    @Test
    void port_taken_endsWithOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LauncherProcess launcher = LauncherProcess.start(
                        folder, "--home", "home", "--http", "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(launcher.awaitExit()).isEqualTo(1);
            assertThat(launcher.output().lines()).hasSize(1);
            assertThat(launcher.output()).startsWith("Port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void home_thatIsAFile_endsWithOneLine() throws Exception {
        Files.createFile(folder.resolve("home"));
        try (LauncherProcess launcher = start()) {
            assertThat(launcher.awaitExit()).isEqualTo(1);
            assertThat(launcher.output().lines()).hasSize(1);
            assertThat(launcher.output()).contains("The home " + folder.resolve("home") + " cannot be written");
        }
    }

    @Test
    void home_inUse_endsWithOneLine() throws Exception {
        try (LauncherProcess first = start()) {
            first.awaitReady();
            try (LauncherProcess second = start()) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output())
                        .isEqualTo("The home " + folder.resolve("home") + " is in use by another process\n");
            }
        }
    }

    @Test
    void config_thatIsNotThere_endsWithOneLine() throws Exception {
        try (LauncherProcess launcher = start("--config", "absent.conf")) {
            assertThat(launcher.awaitExit()).isEqualTo(1);
            assertThat(launcher.output())
                    .isEqualTo("The configuration " + folder.resolve("absent.conf") + " cannot be read\n");
        }
    }

    @Test
    void receiver_alone_listens() throws Exception {
        try (LauncherProcess launcher = LauncherProcess.start(folder, "receiver", "--port", "0")) {
            URI receiver = URI.create(launcher.awaitLine("receiver listening on "));
            assertThat(post(receiver, "application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                            .body())
                    .isEqualTo("OK");
            await().until(() -> launcher.output().contains("\"a\" : 1"));
        }
    }

    /** A key store with a certificate for localhost and receiver.test. */
    private Path keyStore() throws IOException, InterruptedException {
        Path file = folder.resolve("keystore.jks");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "receiver",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=dns:localhost,dns:receiver.test,ip:127.0.0.1",
                        "-storetype",
                        "JKS",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password1",
                        "-keypass",
                        "password1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.txt")))
                .isZero();
        return file;
    }
}
