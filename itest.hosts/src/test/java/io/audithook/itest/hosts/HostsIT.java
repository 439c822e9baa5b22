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
import java.util.function.Predicate;
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

    /** Those of ours that need the Jakarta servlet API. */
    private static final Pattern SERVLETS = Pattern.compile("audit\\.http-|webhook\\.metrics-");

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
        comeWorkAndGo(Host.felix(folder, "jetty12"), bundle -> true, HostsIT::post);
    }

    @Test
    void felix_withJetty11() throws Exception {
        comeWorkAndGo(Host.felix(folder, "jetty11"), bundle -> true, HostsIT::post);
    }

    /** Without the Jakarta servlet API; all that does not need it runs. */
    @Test
    void felix_withJetty9() throws Exception {
        Host host = Host.felix(folder, Host.JETTY_9);
        host.configure("io.audithook.framework.cfg", "configurations = true\n");
        comeWorkAndGo(host, bundle -> !SERVLETS.matcher(bundle.toString()).find(), HostsIT::makeConfiguration);
    }

    @Test
    void equinox_withJetty12() throws Exception {
        comeWorkAndGo(Host.equinox(folder, "jetty12"), bundle -> true, HostsIT::post);
    }

    private static void comeWorkAndGo(Host host, Predicate<Path> wanted, Publisher publisher) throws Exception {
        try (host;
                FaultServer receiver = FaultServer.start(Answers.ok())) {
            awaitAnswer(host);
            long sockets = host.sockets();

            // the configurations first, as well may be
            host.configure("io.audithook.address.cfg", "allowed = 127.0.0.0/8\n");
            host.configure("io.audithook.endpoint-one.cfg", "url = " + receiver.uri("/hook") + "\nstart = earliest\n");
            for (Path bundle : bundles()) {
                if (wanted.test(bundle)) {
                    host.drop(bundle);
                }
            }
            host.await("an event is delivered", () -> {
                publisher.publish(host, "first");
                return has(receiver, "first");
            });
            awaitAnswer(host);

            host.touchBundles();
            host.await("an event is delivered after the update", () -> {
                publisher.publish(host, "updated");
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

    /** From outside. */
    private static void post(Host host, String name) {
        host.post(INTAKE, event(name));
    }

    /** Which is an event itself; another one each time, since a file that keeps changing is not read. */
    private static void makeConfiguration(Host host, String name) throws IOException {
        host.configure("org.example." + name + "-" + System.nanoTime() + ".cfg", "name = " + name + "\n");
    }

    private static String event(String objectId) {
        return "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + objectId
                + "\",\"startDate\":1505477372601}";
    }

    /** How an event gets in; may be without effect for a while. */
    @FunctionalInterface
    private interface Publisher {

        void publish(Host host, String name) throws IOException;
    }

    static List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles.dir")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
