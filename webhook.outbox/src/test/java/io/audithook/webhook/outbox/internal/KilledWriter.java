/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.entry;
import static io.audithook.webhook.outbox.internal.Outboxes.get;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that does all kinds of things with an outbox, says what has become durable, and ends in the middle of it. What
 * it says:
 *
 * <ul>
 *   <li>{@code accepted TEXT}, after an entry is durable
 *   <li>{@code done TEXT}, before an entry is settled
 *   <li>{@code kept TEXT}, after an entry is durably parked or buried
 * </ul>
 */
final class KilledWriter {

    private static final String PADDING = "x".repeat(500);

    private KilledWriter() {}

    /**
     * Works until it is killed.
     *
     * @param args the directory; a name for this run; a point, and how often it is passed before it is the end
     */
    public static void main(String[] args) throws Exception {
        FaultyConnector disk = new FaultyConnector();
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[3]));
        disk.points = point -> {
            if (point.equals(args[2]) && left.decrementAndGet() < 0) {
                Runtime.getRuntime().halt(9);
            }
        };
        // time flies, so that the housekeeping has something to do
        AtomicLong millis = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        OutboxSettings settings = new OutboxSettings(
                Path.of(args[0]),
                1L << 30,
                Duration.ofMinutes(1),
                Optional.empty(),
                OptionalLong.empty(),
                OutboxSettings.WhenFull.REJECT,
                0);
        SqliteOutbox outbox = new SqliteOutbox(settings, () -> Instant.ofEpochMilli(millis.addAndGet(100)), disk, true);
        Outboxes.Listener listener = new Outboxes.Listener();
        outbox.listen(listener);
        get(outbox.attach("e", Start.EARLIEST));
        Lane lane = listener.lanes.get("e");
        for (int round = 0; round < 100_000; round++) {
            List<NewEntry> batch = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                batch.add(entry("k", args[1] + ":" + round + ":" + i + ":" + PADDING));
            }
            get(outbox.append(batch));
            for (int i = 0; i < 5; i++) {
                say("accepted", args[1] + ":" + round + ":" + i + ":" + PADDING);
            }
            work(outbox, lane, round);
            if (round % 10 == 5) {
                get(outbox.attach("passing", Start.NOW));
                String id = get(outbox.replay("e", new ReplayRange(Instant.EPOCH, Instant.MAX, Set.of())));
                get(outbox.redrive("e", Selection.ALL));
                get(outbox.cancelReplay(id));
                get(outbox.detach("passing"));
            }
        }
    }

    private static void work(SqliteOutbox outbox, Lane lane, int round) throws Exception {
        for (Entry entry : lane.next(4, 1 << 20)) {
            switch ((int) (entry.position() % 10)) {
                case 0 -> {
                    get(lane.park(entry, RetryState.NEW));
                    say("kept", Outboxes.text(entry));
                }
                case 1 -> {
                    get(lane.bury(entry, "no", ""));
                    say("kept", Outboxes.text(entry));
                }
                default -> {
                    say("done", Outboxes.text(entry));
                    lane.settle(entry.position(), Settlement.DELIVERED);
                }
            }
        }
        if (round % 7 == 0) {
            List<Long> parked =
                    lane.parked().stream().map(p -> p.position()).limit(2).toList();
            for (Entry entry : lane.read(parked)) {
                say("done", Outboxes.text(entry));
                lane.settle(entry.position(), Settlement.FILTERED);
            }
        }
        if (round % 50 == 49) {
            get(outbox.purge("e", Selection.ids(Set.of("none"))));
        }
    }

    private static void say(String what, String text) {
        System.out.println(what + " " + text.replace(PADDING, ""));
        System.out.flush();
    }
}
