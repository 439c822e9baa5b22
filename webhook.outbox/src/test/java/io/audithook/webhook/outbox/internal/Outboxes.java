/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of the outbox share. */
final class Outboxes {

    private Outboxes() {}

    static SqliteOutbox open(Path directory, InstantSource clock) {
        return new SqliteOutbox(new OutboxSettings(directory, 1L << 30, Duration.ofHours(24), 1 << 20), clock);
    }

    static NewEntry entry(String key, String json) {
        return new NewEntry(Optional.empty(), key, json.getBytes(StandardCharsets.UTF_8));
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static Appended append(Outbox outbox, String json) throws Exception {
        return get(outbox.append(List.of(entry("k", json)))).get(0);
    }

    static String text(Entry entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }

    /** All that a lane gives from where it stands. */
    static List<String> drain(Lane lane) {
        List<String> all = new ArrayList<>();
        for (List<Entry> some = lane.next(100, 1 << 20); !some.isEmpty(); some = lane.next(100, 1 << 20)) {
            some.forEach(entry -> all.add(text(entry)));
        }
        return all;
    }

    /** Remembers the lanes it is given. */
    static final class Listener implements LaneListener {

        final Map<String, Lane> lanes = new ConcurrentHashMap<>();
        final AtomicInteger signals = new AtomicInteger();

        @Override
        public void assigned(Lane lane) {
            lanes.put(lane.endpoint(), lane);
        }

        @Override
        public void revoked(Lane lane) {
            lanes.remove(lane.endpoint(), lane);
        }

        @Override
        public void available() {
            signals.incrementAndGet();
        }
    }
}
