/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What is known, for people. The columns stay, new ones come last. */
final class Tables {

    private Tables() {}

    static String endpoints(List<EndpointStatus> all) {
        Table table = new Table("NAME", "STATE", "PENDING", "DEAD", "URL", "REASON");
        for (EndpointStatus endpoint : all) {
            table.row(
                    endpoint.name(),
                    endpoint.state(),
                    endpoint.stats().pending(),
                    endpoint.stats().dead(),
                    endpoint.url(),
                    endpoint.reason());
        }
        return table.toString();
    }

    static String lag(List<EndpointStatus> shown, Instant now) {
        Table table = new Table("NAME", "STATE", "PENDING", "PARKED", "OLDEST", "AGE");
        for (EndpointStatus endpoint : shown) {
            LaneStats stats = endpoint.stats();
            table.row(
                    endpoint.name(),
                    endpoint.state(),
                    stats.pending(),
                    stats.parked(),
                    stats.oldestPending().map(Times::format).orElse("-"),
                    stats.oldestPending()
                            .map(oldest -> Times.format(Duration.between(oldest, now)))
                            .orElse("-"));
        }
        return table.toString();
    }

    static String attempts(List<Attempt> attempts) {
        Table table = new Table("AT", "OUTCOME", "STATUS", "PHASE", "MILLIS", "TRY", "CHARGED", "EVENT", "DETAIL");
        for (Attempt attempt : attempts) {
            table.row(
                    Times.format(attempt.at()),
                    attempt.outcome(),
                    attempt.status() == 0 ? "-" : attempt.status(),
                    attempt.phase(),
                    attempt.millis(),
                    attempt.number(),
                    attempt.charged() ? "yes" : "no",
                    attempt.eventId(),
                    attempt.detail());
        }
        return table.toString();
    }

    static String letters(List<DeadLetter> letters) {
        Table table = new Table("BURIED", "EVENT", "KEY", "ACCEPTED", "REASON");
        for (DeadLetter letter : letters) {
            table.row(
                    Times.format(letter.buriedAt()),
                    letter.entry().id(),
                    letter.entry().key(),
                    Times.format(letter.entry().acceptedAt()),
                    letter.reason());
        }
        return table.toString();
    }

    static String replays(List<Replay> replays) {
        Table table = new Table("REPLAY", "ENDPOINT", "FROM", "TO", "PENDING", "DELIVERED", "DEAD", "KEYS");
        for (Replay replay : replays) {
            Set<String> keys = replay.range().keys();
            table.row(
                    replay.id(),
                    replay.endpoint(),
                    Times.format(replay.range().from()),
                    Times.format(replay.range().to()),
                    replay.stats().pending(),
                    replay.stats().delivered(),
                    replay.stats().dead(),
                    keys.isEmpty()
                            ? "all"
                            : String.join(" ", keys.stream().sorted().toList()));
        }
        return table.toString();
    }

    static String verification(Verification found) {
        Table table =
                new Table("NAME", "ACCEPTED", "DELIVERED", "PENDING", "DEAD", "FILTERED", "DAMAGED", "LOST", "MISSING");
        found.lanes().keySet().stream().sorted().forEach(name -> {
            LaneStats stats = found.lanes().get(name);
            table.row(
                    name,
                    stats.accepted(),
                    stats.delivered(),
                    stats.pending(),
                    stats.dead(),
                    stats.filtered(),
                    stats.damaged(),
                    stats.lost(),
                    stats.missing());
        });
        return table + "\n" + found.entries() + " entries were read";
    }
}
