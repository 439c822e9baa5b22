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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people who run containers do all day: files are dropped into a running framework, replaced, and taken out. Its HTTP service
 * answers before and after, whichever Jetty that is.
 */
class HostsIT {

    private static final String INTAKE = "/audit/events";

    @TempDir
    Path folder;

    @Test
    void felix_withJetty12() throws Exception {
        comeWorkAndGo(Host.felix(folder, "jetty12"));
    }

    @Test
    void felix_withJetty11() throws Exception {
        comeWorkAndGo(Host.felix(folder, "jetty11"));
    }

    @Test
    void equinox_withJetty12() throws Exception {
        comeWorkAndGo(Host.equinox(folder, "jetty12"));
    }

    private static void comeWorkAndGo(Host host) throws Exception {
        try (host;
                FaultServer receiver = FaultServer.start(Answers.ok())) {
            awaitStatus(host, 404);
            long sockets = host.sockets();

            // the configurations first, as well may be
            host.configure("io.audithook.address.cfg", "allowed = 127.0.0.0/8\n");
            host.configure("io.audithook.endpoint-one.cfg", "url = " + receiver.uri("/hook") + "\nstart = earliest\n");
            for (Path bundle : bundles()) {
                host.drop(bundle);
            }
            awaitStatus(host, 202);
            host.await("it is delivered", () -> isDelivered(receiver));

            host.touchBundles();
            int before = receiver.requests().size();
            host.await("an event is delivered after the update", () -> {
                host.post(INTAKE, event("updated"));
                return receiver.requests().size() > before;
            });

            host.clear();
            awaitStatus(host, 404);
            host.await(
                    "no thread is left", () -> host.threads().stream().noneMatch(name -> name.contains("audithook")));
            host.await("no socket is left", () -> host.sockets() <= sockets + 1);
            assertThat(host.output()).doesNotContain("NoClassDefFoundError", "Unresolved", "ERROR");
        }
    }

    private static void awaitStatus(Host host, int status) {
        host.await("status " + status, () -> host.post(INTAKE, event("first")).equals(Optional.of(status)));
    }

    private static boolean isDelivered(FaultServer receiver) {
        return receiver.requests().stream()
                .anyMatch(request -> new String(request.body(), StandardCharsets.UTF_8).contains("\"first\""));
    }

    private static String event(String objectId) {
        return "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + objectId
                + "\",\"startDate\":1505477372601}";
    }

    private static List<Path> bundles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles.dir")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
