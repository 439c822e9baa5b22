/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static org.awaitility.Awaitility.await;

import io.audithook.fault.server.ServerProcess;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A real {@code openssl s_server} on loopback. It prints what it gets; the answers are typed to it. */
final class OpenSsl implements AutoCloseable {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final ServerProcess process;
    private final int port;

    private OpenSsl(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param key what it shows
     * @param options further options
     */
    static OpenSsl start(Path executable, Path dir, ClientKey key, List<String> options) throws Exception {
        int port = ServerProcess.freePort(InetAddress.getLoopbackAddress());
        Path own = Files.createTempFile(dir, "server", ".pem");
        Files.writeString(own, Material.pem(key));
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                own.toString(),
                "-key",
                own.toString()));
        if (key.chain().size() > 1) {
            Path others = Files.createTempFile(dir, "chain", ".pem");
            Files.writeString(
                    others,
                    Material.pem(key.chain().subList(1, key.chain().size()).toArray(new X509Certificate[0])));
            command.addAll(List.of("-cert_chain", others.toString()));
        }
        command.addAll(options);
        return new OpenSsl(
                ServerProcess.start(
                        dir, Map.of(), List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), command),
                port);
    }

    /** Sends one request, and answers it if it gets here. */
    Outcome call(TlsProfile profile) throws Exception {
        int before = requests();
        try (Attempt attempt =
                Attempt.start(profile, Optional.empty(), URI.create("https://localhost:" + port + "/hook"))) {
            await("request or refusal")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> attempt.isOver() || requests() > before);
            if (!attempt.isOver()) {
                process.type(OK);
            }
            return attempt.outcome();
        }
    }

    /** How many requests have come with their bodies. */
    int requests() throws IOException {
        return process.output().split(Pattern.quote(Attempt.BODY), -1).length - 1;
    }

    /** All that it has printed, what it has got included. */
    String output() throws IOException {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
