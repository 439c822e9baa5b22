/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.Answers;
import io.audithook.fault.server.FaultServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people who run containers do all day: files are dropped into a running framework, replaced, and taken out. Its HTTP service
 * answers before and after, whichever Jetty that is.
 */
class HostsIT {

    private static final String INTAKE = "/audit/events";

    private static final String METRICS = "/metrics";

    /** Those of ours with a servlet, each there for {@code jakarta.servlet} and for {@code javax.servlet}. */
    private static final Pattern JAKARTA = Pattern.compile("(audit\\.http|webhook\\.metrics)(?!.*-javax\\.jar)");

    private static final Pattern JAVAX = Pattern.compile("-javax\\.jar");

    /**
     * What happens while our bundles come and go cannot be recorded, and that is said. When configurations and bundles are
     * deleted together, Declarative Services may hear of a configuration while the bundle ends, and Config Admin says so.
     */
    private static final List<String> EXPECTED =
            List.of("there is no AuditTrail", "Unexpected problem delivering configuration event");

    @TempDir
    Path folder;

    @Test
    void felix_withJetty12() throws Exception {
        comeWorkAndGo(Host.felix(folder, "jetty12"), JAVAX);
    }

    @Test
    void felix_withJetty11() throws Exception {
        comeWorkAndGo(Host.felix(folder, "jetty11"), JAVAX);
    }

    /** Which has a Jackson of its own, the oldest that will do. */
    @Test
    void felix_withJetty9() throws Exception {
        comeWorkAndGo(Host.felix(folder, Host.JETTY_9), Pattern.compile(JAKARTA.pattern() + "|jackson-core-"));
    }

    @Test
    void equinox_withJetty12() throws Exception {
        comeWorkAndGo(Host.equinox(folder, "jetty12"), JAVAX);
    }

    /** With the HTTP service of Equinox itself. */
    @Test
    void equinox_withJetty121() throws Exception {
        comeWorkAndGo(Host.equinox(folder, Host.JETTY_12_1), JAKARTA);
    }

    /** All bundles but those whose servlets are for an API that the host has not. */
    private static void comeWorkAndGo(Host host, Pattern others) throws Exception {
        try (host;
                FaultServer receiver = FaultServer.start(Answers.ok())) {
            awaitAnswer(host);
            long sockets = host.sockets();

            // the configurations first, as well may be
            host.configure("io.audithook.address.cfg", "allowed = 127.0.0.0/8\n");
            host.configure("io.audithook.endpoint-one.cfg", "url = " + receiver.uri("/hook") + "\nstart = earliest\n");
            host.configure("io.audithook.metrics.cfg", "loopbackOnly = true\n");
            for (Path bundle : bundles()) {
                if (!others.matcher(bundle.getFileName().toString()).find()) {
                    host.drop(bundle);
                }
            }
            host.await("an event is delivered", () -> {
                post(host, "first");
                return has(receiver, "first");
            });
            host.await("metrics are shown", () -> host.get(METRICS).contains("audithook_outbox_entries"));
            awaitAnswer(host);

            host.touchBundles();
            host.await("an event is delivered after the update", () -> {
                post(host, "updated");
                return has(receiver, "updated");
            });

            host.clear();
            host.await(
                    "the intake is gone", () -> host.post(INTAKE, event("gone")).equals(Optional.of(404)));
            host.await(
                    "no thread is left", () -> host.threads().stream().noneMatch(name -> name.contains("audithook")));
            host.await("no socket is left", () -> host.sockets() <= sockets + 1);
            assertThat(host.output().lines().filter(line -> EXPECTED.stream().noneMatch(line::contains)))
                    .noneMatch(line -> Stream.of("NoClassDefFoundError", "Unresolved", "ERROR")
                            .anyMatch(line::contains));
        }
    }

    /** The HTTP service of the host answers, where nothing is there. */
    private static void awaitAnswer(Host host) {
        host.await("status 404", () -> host.post("/nothing", "{}").equals(Optional.of(404)));
    }

    private static boolean has(FaultServer receiver, String name) {
        return receiver.requests().stream()
                .anyMatch(request -> new String(request.body(), StandardCharsets.UTF_8).contains(name));
    }

    /** From outside; may be without effect for a while. */
    private static void post(Host host, String name) {
        host.post(INTAKE, event(name));
    }

    private static String event(String objectId) {
        return "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + objectId
                + "\",\"startDate\":1505477372601}";
    }

    static List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles.dir")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
