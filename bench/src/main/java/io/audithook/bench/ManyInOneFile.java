/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Measures how long a HOCON file with many endpoints takes, from the moment it is there until it is in force. */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
final class ManyInOneFile {

    private static final int ENDPOINTS = 10_000;
    private static final int SAVES = 5;
    private static final long LOOK_AGAIN_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final BenchContainer container;
    private final Path file;
    private final ObjectName status;

    private ManyInOneFile(BenchContainer container, Path file) throws Exception {
        this.container = container;
        this.file = file;
        this.status = new ObjectName("io.audithook:type=hocon,file=" + ObjectName.quote(file.toString()));
    }

    static void run(Path bundles) throws Exception {
        System.out.println(ENDPOINTS + " endpoints in one file; seconds:");
        Path file = Files.createTempFile("audithook-bench", ".conf");
        try {
            for (boolean withEndpoints : new boolean[] {false, true}) {
                System.out.println(
                        withEndpoints ? "with the bundle that makes endpoints of them" : "with Config Admin alone");
                try (BenchContainer container = new BenchContainer(bundles, jar -> isWanted(jar, withEndpoints))) {
                    new ManyInOneFile(container, file).run(withEndpoints);
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isWanted(String jar, boolean withEndpoints) {
        if (jar.startsWith("webhook.dispatcher-")) {
            return withEndpoints;
        }
        return jar.startsWith("webhook.config.hocon-") || BenchContainer.isOfUse(jar);
    }

    private void run(boolean withEndpoints) throws Exception {
        Files.writeString(file, text("", 0));
        // one that was just written counts a second later
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        long begin = System.nanoTime();
        container.configure("io.audithook.hocon", Map.of("file", file.toString()));
        print("loaded and reconciled", until(begin, this::isApplied));
        if (withEndpoints) {
            print(
                    "all active",
                    until(
                            begin,
                            () -> container.endpoints().values().stream()
                                            .filter(told -> told.endsWith(" ACTIVE"))
                                            .count()
                                    == ENDPOINTS));
        }
        List<Double> unchanged = new ArrayList<>();
        List<Double> changed = new ArrayList<>();
        for (int save = 1; save <= SAVES; save++) {
            String marker = "nothing" + save;
            Map<Path, FileTime> before = configurations();
            unchanged.add(until(save(text(marker, save - 1)), () -> hasRead(marker)));
            expect(0, before);
            String url = url(ENDPOINTS / 2, save);
            String next = marker + "again";
            changed.add(until(
                    save(text(next, save)),
                    () -> withEndpoints ? container.delivers("e" + ENDPOINTS / 2, url) : hasRead(next)));
            until(System.nanoTime(), () -> hasRead(next));
            expect(1, before);
        }
        print("saved unchanged, read and nothing written", median(unchanged));
        print(withEndpoints ? "one changed, and live" : "one changed, and written", median(changed));
    }

    private static void print(String what, double seconds) {
        System.out.printf("  %-45s %.2f%n", what, seconds);
    }

    private boolean isApplied() throws Exception {
        return server.isRegistered(status) && Objects.equals(server.getAttribute(status, "State"), "APPLIED");
    }

    /** Whether the file has been read since it has this key. */
    private boolean hasRead(String marker) throws Exception {
        return String.join("\n", (String[]) server.getAttribute(status, "Warnings"))
                .contains("webhooks.e0." + marker + ":");
    }

    private void expect(int written, Map<Path, FileTime> before) throws IOException {
        Map<Path, FileTime> now = configurations();
        now.entrySet().removeAll(before.entrySet());
        if (now.size() != written) {
            throw new IllegalStateException(now.size() + " configurations were written instead of " + written);
        }
    }

    /** @return when it was saved */
    private long save(String text) throws IOException {
        Files.writeString(file, text);
        return System.nanoTime();
    }

    /** @param marker a key that has no effect, so that one can see when the file has been read */
    private static String text(String marker, int version) {
        return IntStream.range(0, ENDPOINTS)
                .mapToObj(i -> "  e" + i + " { url = \"" + url(i, i == ENDPOINTS / 2 ? version : 0)
                        + "\", concurrency = 8, retry.schedule = [5 s, 5 min], auth { type = bearer, token = t" + i
                        + " }" + (i == 0 && !marker.isEmpty() ? ", " + marker + " = 1" : "") + " }")
                .collect(Collectors.joining("\n", "webhooks {\n", "\n}\n"));
    }

    private static String url(int number, int version) {
        return "http://127.0.0.1:9/hooks/" + number + "/" + version;
    }

    /** What Config Admin has on disk, by when it was written. */
    private Map<Path, FileTime> configurations() throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        try (Stream<Path> files = Files.walk(container.configurations())) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                times.put(one, Files.getLastModifiedTime(one));
            }
        }
        return times;
    }

    private static double until(long begin, Callable<Boolean> condition) throws Exception {
        while (true) {
            long look = System.nanoTime();
            if (condition.call()) {
                return (System.nanoTime() - begin) / 1e9;
            }
            if (look - begin > PATIENCE_NANOS) {
                throw new IllegalStateException("nothing has come of it in 5 minutes");
            }
            // a look at all endpoints takes its time: it must not take that of what it looks at
            LockSupport.parkNanos(Math.max(LOOK_AGAIN_NANOS, 5 * (System.nanoTime() - look)));
        }
    }

    private static double median(List<Double> figures) {
        return Main.median(figures, figure -> figure);
    }
}
