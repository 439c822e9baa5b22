/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.entry;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 8 MiB, filled and drained again. Needs the right to mount one; is skipped elsewhere. */
class FullDiskTest {

    private static final String LARGE = "x".repeat(20_000);

    @TempDir
    Path directory;

    private boolean mounted;
    private Outboxes.Listener listener;
    private SqliteOutbox outbox;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString());
        assumeTrue(mounted, "skipped: no right to mount a disk of 8 MiB");
    }

    @AfterEach
    void unmount() throws Exception {
        if (outbox != null) {
            outbox.close();
        }
        if (mounted) {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Lane open(OutboxSettings.WhenFull whenFull) throws Exception {
        return open(whenFull, Duration.ZERO);
    }

    private Lane open(OutboxSettings.WhenFull whenFull, Duration retention) throws Exception {
        if (outbox != null) {
            outbox.close();
        }
        OutboxSettings settings = new OutboxSettings(
                directory.resolve("outbox"), 1L << 30, retention, Optional.empty(), OptionalLong.empty(), whenFull, 0);
        outbox = new SqliteOutbox(settings, InstantSource.system());
        listener = new Outboxes.Listener();
        outbox.listen(listener);
        get(outbox.attach("e", Start.NOW));
        return listener.lanes.get("e");
    }

    @Test
    void disk_filledAndDrainedAgainAndAgain_losesNothingAndRecoversByItself() throws Exception {
        Lane lane = open(OutboxSettings.WhenFull.REJECT);
        List<String> accepted = new ArrayList<>();
        List<String> delivered = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            int before = accepted.size();
            fill(accepted);
            assertThat(accepted.size() - before)
                    .as("accepted in round " + round)
                    .isGreaterThan(20);
            assertThat(outbox.stats().trouble()).contains("full");
            drain(lane, delivered);
            assertThat(delivered).isEqualTo(accepted);
            // what is settled makes room, without anybody's help
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                try {
                    get(outbox.append(Collections.nCopies(20, entry("k", "again" + LARGE))));
                    return true;
                } catch (ExecutionException e) {
                    return false;
                }
            });
            accepted.addAll(Collections.nCopies(20, "again" + LARGE));
        }
        drain(lane, delivered);
        lane = open(OutboxSettings.WhenFull.REJECT);
        assertThat(lane.stats().delivered()).isEqualTo(accepted.size());
        assertThat(lane.pending()).isZero();
        assertThat(outbox.verify().problems()).isEmpty();
    }

    /** What every endpoint has goes before its time, in pieces that a full disk has room for. */
    @Test
    void disk_fullOfWhatIsDelivered_hasRoomAgainBeforeItsRetentionIsOver() throws Exception {
        Lane lane = open(OutboxSettings.WhenFull.REJECT, Duration.ofDays(1));
        List<String> accepted = new ArrayList<>();
        List<String> delivered = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            fill(accepted);
            drain(lane, delivered);
            assertThat(delivered).isEqualTo(accepted);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                try {
                    get(outbox.append(List.of(entry("k", "again" + LARGE))));
                    return true;
                } catch (ExecutionException e) {
                    return false;
                }
            });
            accepted.add("again" + LARGE);
        }
        assertThat(outbox.verify().problems()).isEmpty();
    }

    private void fill(List<String> accepted) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        String text = accepted.size() + LARGE;
                        Outboxes.append(outbox, text);
                        accepted.add(text);
                    }
                })
                .hasCauseInstanceOf(AuditTrailFullException.class);
    }

    private static void drain(Lane lane, List<String> delivered) {
        for (List<Entry> some = lane.next(10, 1 << 20); !some.isEmpty(); some = lane.next(10, 1 << 20)) {
            some.forEach(entry -> delivered.add(Outboxes.text(entry)));
            Outboxes.settle(lane, some);
        }
    }

    @Test
    void disk_filledByOthers_makesAppendsWaitUntilTheyAreGone() throws Exception {
        Lane lane = open(OutboxSettings.WhenFull.BLOCK);
        Outboxes.append(outbox, "0");
        byte[] all = new byte[1 << 20];
        Path others = directory.resolve("others");
        assertThatThrownBy(() -> {
                    try (var out = Files.newOutputStream(others)) {
                        for (int i = 0; i < 100; i++) {
                            out.write(all);
                        }
                    }
                })
                .isInstanceOf(IOException.class);
        Instant before = Instant.now();
        List<CompletionStage<List<Appended>>> stages = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            stages.add(outbox.append(List.of(entry("k", i + LARGE))));
        }
        await().until(() -> outbox.stats().trouble().contains("full"));
        assertThat(outbox.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.reason()).contains("full");
            assertThat(trouble.since()).isBetween(before, Instant.now());
        });
        List<Entry> first = lane.next(1, 1000);
        Outboxes.settle(lane, first);
        assertThat(stages.get(19).toCompletableFuture()).isNotDone();
        Files.delete(others);
        for (CompletionStage<List<Appended>> stage : stages) {
            get(stage);
        }
        assertThat(Outboxes.drain(lane)).hasSize(20);
        assertThat(outbox.stats().trouble()).isEmpty();
        assertThat(outbox.trouble()).isEmpty();
        lane = open(OutboxSettings.WhenFull.BLOCK);
        assertThat(lane.stats().delivered()).isEqualTo(1);
        assertThat(outbox.verify().problems()).isEmpty();
    }
}
