/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import io.audithook.examples.receiver.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Shows the whole way: two events go in by HTTP, are stored, and arrive at a receiver. */
final class Demo {

    private static final List<String> EVENTS = List.of("event-creation.json", "event-update.json");
    private static final int PATIENCE_SECONDS = 20;

    private final Options options;

    Demo(Options options) {
        this.options = options;
    }

    /** Runs it; gives the exit code: 0 if both events arrived. */
    int run() throws InterruptedException {
        Path directory = options.home().orElseGet(Demo::temporary);
        if (Files.exists(directory.resolve("data").resolve("outbox"))) {
            throw new LaunchException(
                    "The home " + directory + " has been used; the demo wants one of its own, or none", null);
        }
        try {
            return run(directory);
        } finally {
            if (options.home().isEmpty()) {
                delete(directory);
            }
        }
    }

    private int run(Path directory) throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(EVENTS.size());
        Set<String> seen = ConcurrentHashMap.newKeySet();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Receiver receiver = new Receiver(anyPort, json -> {
            System.out.println("myLocalWebHook received:");
            System.out.println(json);
            // one event that comes twice does not make up for the other
            if (seen.add(json)) {
                arrived.countDown();
            }
        })) {
            Path addresses = directory.resolve("etc").resolve("io.audithook.address.cfg");
            boolean hasRules = Files.exists(addresses);
            Home home = Home.prepare(Optional.of(directory), Optional.empty());
            if (!hasRules) {
                Files.writeString(addresses, "# the receiver of the demo\nallowed = 127.0.0.1\n");
            }
            Path config = home.data().resolve("demo.conf");
            Files.writeString(config, configuration(receiver.port()));
            InetSocketAddress http = options.http().orElse(anyPort);
            try (Container container = Container.start(new Home(home.directory(), config), Optional.of(http))) {
                if (!container.reportReady(System.out, System.err)) {
                    return 1;
                }
                for (String event : EVENTS) {
                    post(container.http().resolve("/audit/events"), event);
                }
                if (!arrived.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("The demo failed: " + arrived.getCount() + " of " + EVENTS.size()
                            + " events did not arrive within " + PATIENCE_SECONDS + " s; see "
                            + home.data().resolve("log"));
                    return 1;
                }
                System.out.println("Both events were stored and delivered.");
                return 0;
            }
        } catch (IOException e) {
            throw new LaunchException("The demo failed: " + e, e);
        }
    }

    private static String configuration(int port) {
        return """
            webhooks {
              myLocalWebHook {
                url = "http://127.0.0.1:%d/webhook"
                # the events may be there before the endpoint is
                start = earliest
              }
            }
            """.formatted(port);
    }

    private static void post(URI to, String event) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(to)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(read(event)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        System.out.println("POST " + event + ": " + response.statusCode() + " "
                + response.body().trim());
        if (response.statusCode() != 202) {
            throw new LaunchException("The demo failed: " + event + " was not accepted", null);
        }
    }

    private static byte[] read(String event) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("demo/" + event)) {
            return in.readAllBytes();
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("audithook-demo");
        } catch (IOException e) {
            throw new LaunchException("No home can be made for the demo: " + e, e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("The demo's home " + directory + " could not be removed: " + e.getMessage());
        }
    }
}
