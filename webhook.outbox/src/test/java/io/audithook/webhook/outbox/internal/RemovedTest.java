/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.append;
import static io.audithook.webhook.outbox.internal.Outboxes.drain;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are removed while they are in use, which a POSIX system allows. */
@DisabledOnOs(OS.WINDOWS)
class RemovedTest {

    private static final int ENTRIES = 30;

    @TempDir
    Path parent;

    private Path directory;
    private Outboxes.Listener listener = new Outboxes.Listener();
    private SqliteOutbox outbox;

    /** Without a cache, so that everything is read from disk. */
    private void open() {
        listener = new Outboxes.Listener();
        outbox = new SqliteOutbox(Outboxes.settings(directory, 1L << 30, 0), InstantSource.system());
        outbox.listen(listener);
    }

    @BeforeEach
    void fill() throws Exception {
        directory = parent.resolve("outbox");
        open();
        get(outbox.attach("e", Start.NOW));
        for (int i = 1; i <= ENTRIES; i++) {
            append(outbox, "text-" + i);
        }
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private void remove(String what) throws IOException {
        try (var files = Files.newDirectoryStream(directory, what)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private void assertRefused() {
        assertThatThrownBy(() -> append(outbox, "refused"))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class)
                .hasMessageContaining("no event is accepted")
                .hasMessageContaining(directory.toString());
        assertThat(outbox.trouble()).map(Trouble::reason).get().asString().contains("taken from under it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "outbox.db", "outbox.lock", "outbox.db*"})
    void events_afterFilesWereRemoved_areRefusedAndWhatWaitsIsDelivered(String what) throws Exception {
        remove(what);
        if (what.equals("*")) {
            Files.delete(directory);
        }
        assertRefused();
        assertRefused();
        List<Entry> entries = Outboxes.read(listener.lanes.get("e"));
        assertThat(entries).hasSize(ENTRIES);
        get(listener.lanes.get("e").park(entries.get(0), new RetryState(1, Instant.EPOCH, Instant.EPOCH, "h")));
        assertThat(listener.lanes.get("e").read(List.of(1L))).hasSize(1);
        Outboxes.settle(listener.lanes.get("e"), entries);
        assertThat(listener.lanes.get("e").pending()).isZero();
        assertThat(directory.resolve("outbox.db").toFile().exists())
                .as("nothing is begun in its place")
                .isEqualTo(what.equals("outbox.lock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox.db-wal", "outbox.db-shm", "outbox.db-*"})
    void log_thatWasRemoved_isMovedIntoTheDatabaseAndMadeAnew(String what) throws Exception {
        remove(what);
        append(outbox, "after");
        assertThat(outbox.trouble()).isEmpty();
        // as after a crash: what the files have now
        Path crashed = Files.createDirectories(parent.resolve("crashed"));
        for (String name : List.of("outbox.db", "outbox.db-wal", "outbox.lock")) {
            Files.copy(directory.resolve(name), crashed.resolve(name));
        }
        directory = crashed;
        outbox.close();
        open();
        assertThat(drain(listener.lanes.get("e"))).hasSize(ENTRIES + 1).endsWith("after");
    }

    @Test
    void trouble_isSeenByItselfAndEndsWhenTheFilesAreBack() throws Exception {
        Path away = parent.resolve("away");
        Files.move(directory, away);
        await().until(() -> outbox.trouble().isPresent());
        assertRefused();
        Files.move(away, directory);
        await().until(() -> outbox.trouble().isEmpty());
        append(outbox, "after");
        assertThat(drain(listener.lanes.get("e"))).hasSize(ENTRIES + 1);
        outbox.close();
        open();
        assertThat(drain(listener.lanes.get("e"))).hasSize(ENTRIES + 1);
    }

    @Test
    void files_thatAreOthersNow_areLeftAlone() throws Exception {
        Path other = parent.resolve("other");
        try (SqliteOutbox second = Outboxes.open(other, InstantSource.system())) {
            append(second, "second");
        }
        Files.move(directory, parent.resolve("away"));
        Files.move(other, directory);
        assertRefused();
        assertThat(drain(listener.lanes.get("e"))).hasSize(ENTRIES);
        outbox.close();
        open();
        assertThat(outbox.verify().problems()).isEmpty();
        assertThat(outbox.verify().entries()).isEqualTo(1);
    }

    @Test
    void verification_ofFilesThatAreGone_saysSo() throws Exception {
        remove("*");
        assertThatThrownBy(outbox::verify).hasMessageContaining("taken from under it");
    }
}
