/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Parked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Measures the outbox alone, in a directory on the disk in question. */
public final class OutboxBench {

    private static final long SIZE_LIMIT_BYTES = 64L << 30;
    private static final long CACHE_BYTES = 32L << 20;

    private OutboxBench() {}

    /** How fast entries are accepted, beside a raw file. */
    public static void accept(Path parent) throws Exception {
        Path directory = Files.createTempDirectory(parent, "audithook-accept");
        try {
            AcceptRun.run(directory);
        } finally {
            delete(directory);
        }
    }

    /** What many endpoints and many entries cost. */
    public static void scale(Path parent) throws Exception {
        Path directory = Files.createTempDirectory(parent, "audithook-scale");
        try {
            ScaleRun.run(directory);
        } finally {
            delete(directory);
        }
    }

    static SqliteOutbox open(Path directory) {
        return new SqliteOutbox(
                new OutboxSettings(
                        directory,
                        SIZE_LIMIT_BYTES,
                        Duration.ofHours(24),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OutboxSettings.WhenFull.REJECT,
                        CACHE_BYTES),
                InstantSource.system());
    }

    static <T> T get(CompletionStage<T> stage) throws InterruptedException, ExecutionException {
        return stage.toCompletableFuture().get();
    }

    static NewEntry entry(int bytes) {
        byte[] json = new byte[bytes];
        new Random(1).nextBytes(json);
        return new NewEntry(Optional.empty(), "key", json);
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Knows the lanes of all endpoints. */
    static final class Lanes implements LaneListener {

        final Map<String, Lane> byEndpoint = new ConcurrentHashMap<>();

        @Override
        public void assigned(Lane lane) {
            byEndpoint.put(lane.endpoint(), lane);
        }

        @Override
        public void revoked(Lane lane) {
            byEndpoint.remove(lane.endpoint());
        }

        @Override
        public void available() {
            // those who read ask by themselves
        }

        @Override
        public void redriven(Lane lane, List<Parked> parked) {
            throw new IllegalStateException("nothing is redriven here");
        }

        @Override
        public void lost(Lane lane, Gap gap) {
            throw new IllegalStateException("lost " + gap);
        }
    }
}
