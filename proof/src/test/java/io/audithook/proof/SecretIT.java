/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C1: a marker as every secret of every kind of endpoint and profile, good and bad ones, everything logged at TRACE, and
 * a receiver that sends back all that it gets. Then every file and all output is searched. Promise P8.
 */
class SecretIT {

    private static final String LOGGING = """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>${audithook.log}/trace.log</file>
                <encoder><pattern>%d %level [%thread] %logger %msg%n%ex</pattern></encoder>
              </appender>
              <root level="TRACE"><appender-ref ref="file"/></root>
            </configuration>
            """;

    @TempDir
    Path folder;

    private final List<String> markers = new ArrayList<>();
    private SplittableRandom random;

    @Test
    void secrets_whateverHappens_areShownNowhere() throws Exception {
        Proof proof = new Proof("C1");
        random = new SplittableRandom(proof.seed());
        Home home = new Home(folder.resolve("home"));
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        HttpServer echo = echo(arrived);
        int port = echo.getAddress().getPort();
        try {
            Files.createDirectories(home.folder().resolve("etc"));
            Files.writeString(home.folder().resolve("etc/logback.xml"), LOGGING);
            List<String> names = endpoints(home, port);
            try (Launcher launcher = Launcher.start(home)) {
                new Intake(launcher.awaitReady()).accept(new Event(1, 1));
                Proof.eventually("all of them have tried", () -> arrived.containsAll(names));
                launcher.terminate();
                search(proof, home, launcher.output());
            }
        } finally {
            echo.stop(0);
        }
    }

    /** Returns the names of those whose requests arrive. */
    private List<String> endpoints(Home home, int port) throws IOException {
        String url = "http://127.0.0.1:" + port + "/";
        endpoint(home, url, "bearer", "auth.type = bearer", "auth.token = " + marker());
        endpoint(home, url, "basic", "auth.type = basic", "auth.user = me", "auth.password = " + marker());
        endpoint(home, url, "header", "auth.type = header", "auth.header = X-Key", "auth.value = " + marker());
        endpoint(home, url, "signed", "sign.keys = whsec_" + encoded(), "sign.github.secret = " + marker());
        endpoint(
                home,
                url,
                "tokens",
                "auth.type = oauth2",
                "auth.tokenUrl = " + url + "token",
                "auth.clientId = me",
                "auth.clientSecret = " + marker());
        home.configure(
                "io.audithook.proxy-p", "host = 127.0.0.1", "port = " + port, "user = me", "password = " + marker());
        endpoint(home, url, "proxied", "proxy.target = (proxy.name=p)");
        // and those that cannot work
        endpoint(home, url, "bad-key", "sign.keys = whsec_" + marker());
        endpoint(home, url, "bad-token", "auth.type = bearer", "auth.token = " + marker() + "\\u00e4");
        home.configure(
                "io.audithook.tls-t", "trust.type = JKS", "trust.path = absent.jks", "trust.password = " + marker());
        endpoint(home, url, "no-trust", "tls.target = (tls.name=t)");
        return List.of("/bearer", "/basic", "/header", "/signed", "/token", "/tokens", "/proxied");
    }

    private static void endpoint(Home home, String url, String name, String... lines) throws IOException {
        home.endpoint(name, URI.create(url + name), lines);
    }

    private String marker() {
        String marker = "canary" + Long.toString(random.nextLong(1L << 60, Long.MAX_VALUE), 36);
        markers.add(marker);
        return marker;
    }

    /** The secret of a signature, of which neither the bytes nor their text may be shown. */
    private String encoded() {
        String marker = marker() + "-and-more-bytes";
        String encoded = Base64.getEncoder().encodeToString(marker.getBytes(StandardCharsets.UTF_8));
        markers.add(encoded);
        return encoded;
    }

    /** Says no, and sends back all that it was told. */
    private HttpServer echo(Set<String> arrived) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String token = marker();
        server.createContext("/", exchange -> {
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            told.writeBytes((name + ": " + values + "\n").getBytes(StandardCharsets.UTF_8)));
            exchange.getRequestBody().transferTo(told);
            String path = exchange.getRequestURI().getPath();
            boolean wantsToken = path.equals("/token");
            byte[] answer = wantsToken
                    ? ("{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")
                            .getBytes(StandardCharsets.UTF_8)
                    : told.toByteArray();
            exchange.sendResponseHeaders(wantsToken ? 200 : 422, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
            arrived.add(path);
        });
        server.start();
        return server;
    }

    private void search(Proof proof, Home home, String output) throws IOException {
        List<String> derived = new ArrayList<>(markers);
        for (String marker : markers) {
            derived.add(Base64.getEncoder().encodeToString(("me:" + marker).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(shown(output, derived)).as("in the output").isEmpty();
        List<String> found = new ArrayList<>();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(home.folder().resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                bytes += text.length();
                // Config Admin's own store has what it was given
                if (!file.startsWith(home.folder().resolve("data/config"))) {
                    shown(text, derived)
                            .forEach(marker -> found.add(home.folder().relativize(file) + ": " + marker));
                }
            }
        }
        proof.say(
                "%d markers, %d KiB of logs and stores searched, %d found", derived.size(), bytes / 1024, found.size());
        assertThat(found).as("shown").isEmpty();
    }

    /** What stands before and after a marker that is shown. */
    private static List<String> shown(String text, List<String> markers) {
        List<String> shown = new ArrayList<>();
        for (String marker : markers) {
            int at = text.indexOf(marker);
            if (at >= 0) {
                shown.add(text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100)));
            }
        }
        return shown;
    }
}
