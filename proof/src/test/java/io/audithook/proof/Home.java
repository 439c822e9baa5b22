/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The home of a launcher, and the configurations in it.
 *
 * @param folder what {@code --home} names
 */
record Home(Path folder) {

    private static final Pattern FAILED_ATTEMPT = Pattern.compile(
            "delivery=(\\S+) (?:failed, trying again|failed, charged to nobody|goes again at once): (.*)");
    private static final String ADDRESSES = "io.audithook.address";

    /** An endpoint that gets everything from the beginning, and tries again soon and for ever. */
    void endpoint(String name, URI url, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "url = " + url,
                "start = earliest",
                "timeout.connect = 5 s",
                "retry.schedule = 50 ms, 100 ms, 200 ms, 500 ms",
                "retry.giveUpAfter = 3 d"));
        all.addAll(List.of(lines));
        allowLoopback();
        if (!Files.exists(logging())) {
            try (InputStream logging = Home.class.getResourceAsStream("/home-logback.xml")) {
                Files.copy(logging, logging());
            }
        }
        configure("io.audithook.endpoint-" + name, all.toArray(String[]::new));
    }

    /** Lets endpoints lead to this machine, if that was not done before. */
    void allowLoopback() throws IOException {
        if (!Files.exists(etc().resolve(ADDRESSES + ".cfg"))) {
            configure(ADDRESSES, "allowed = 127.0.0.0/8");
        }
    }

    /** Has the outbox in this folder. Returns at once; see {@link #awaitOutbox}. */
    void outbox(Path directory) throws IOException {
        configure("io.audithook.outbox", "directory = " + directory);
    }

    /** Waits until the outbox is where it was asked to be; before that it may be in the home. */
    static void awaitOutbox(Path directory, Intake intake) {
        Proof.eventually("the outbox is in " + directory, () -> {
            try (Stream<Path> files = Files.list(directory)) {
                return files.findAny().isPresent();
            } catch (NoSuchFileException e) {
                return false;
            }
        });
        Proof.eventually("events are taken", intake::isThere);
    }

    void removeEndpoint(String name) throws IOException {
        Files.delete(etc().resolve("io.audithook.endpoint-" + name + ".cfg"));
    }

    /** Writes a configuration; whoever watches never sees half of it. */
    void configure(String pid, String... lines) throws IOException {
        Files.createDirectories(etc());
        Path half = Files.writeString(etc().resolve(pid + ".half"), String.join("\n", lines) + "\n");
        Files.move(half, etc().resolve(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a file with configurations in place, so that whoever watches may see half of it. */
    void write(String file, String text) throws IOException {
        Files.writeString(etc().resolve(file), text);
    }

    private Path etc() {
        return folder.resolve("etc");
    }

    /** By the id of the event, what the log says of an attempt after which it came, or will come, again. */
    Map<String, String> failedAttempts() throws IOException {
        Map<String, String> failed = new HashMap<>();
        for (String line : Files.readAllLines(log())) {
            Matcher matcher = FAILED_ATTEMPT.matcher(line);
            if (matcher.find()) {
                failed.put(matcher.group(1), matcher.group(2));
            }
        }
        return failed;
    }

    /** Prints all that the log says of events that came again though nothing explains it. */
    void printLog(Verdict verdict) throws IOException {
        for (String id : verdict.unexplained()) {
            for (String line : Files.readAllLines(log())) {
                if (line.contains("delivery=" + id + " ")) {
                    System.out.println(line);
                }
            }
        }
    }

    private Path logging() {
        return etc().resolve("logback.xml");
    }

    private Path log() {
        return folder.resolve("data/log/audithook.log");
    }
}
