/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafPagesTest {

    private static final int ENTRIES = 60;

    @TempDir
    Path directory;

    private final List<Entry> entries = new ArrayList<>();
    private Path file;
    private EntryIds ids;

    /** Events of all lengths: some are on a page with others, some go on on pages of their own. */
    @BeforeEach
    void fill() throws Exception {
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = Outboxes.open(directory, InstantSource.system())) {
            outbox.listen(listener);
            get(outbox.attach("one", Start.NOW));
            for (int i = 1; i <= ENTRIES; i++) {
                byte[] json = (i + "-" + "ä".repeat(i * i * 11)).getBytes(StandardCharsets.UTF_8);
                get(outbox.append(List.of(new NewEntry(
                        i % 3 == 0 ? Optional.of("id " + i) : Optional.empty(), i % 4 == 0 ? "" : "key-" + i, json))));
            }
            entries.addAll(Outboxes.read(listener.lanes.get("one")));
        }
        file = directory.resolve(StoreDirectory.DATABASE);
        try (Store store = Store.openUntouched(file, false)) {
            ids = store.ids();
        }
    }

    private static void assertSame(List<Entry> found, List<Entry> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).position()).isEqualTo(expected.get(i).position());
            assertThat(found.get(i).id()).isEqualTo(expected.get(i).id());
            assertThat(found.get(i).key()).isEqualTo(expected.get(i).key());
            assertThat(found.get(i).acceptedAt()).isEqualTo(expected.get(i).acceptedAt());
            assertThat(found.get(i).json()).isEqualTo(expected.get(i).json());
        }
    }

    @Test
    void entries_ofAnyLength_areFound() throws Exception {
        LeafPages pages = new LeafPages(file, ids);
        assertThat(pages.first()).isEqualTo(1);
        assertThat(pages.last()).isEqualTo(ENTRIES);
        assertSame(pages.from(1, ENTRIES, ENTRIES, Long.MAX_VALUE), entries);
        assertSame(pages.from(17, ENTRIES, 5, Long.MAX_VALUE), entries.subList(16, 21));
        assertSame(pages.from(59, ENTRIES, 5, 1), entries.subList(58, 59));
        assertThat(pages.from(ENTRIES + 1, ENTRIES + 9, 5, 1)).isEmpty();
    }

    @Test
    void pages_withoutTheirHeaders_areReadAllTheSame() throws Exception {
        byte[] damaged = Files.readAllBytes(file);
        for (int page = 3; page * Schema.PAGE_BYTES < damaged.length; page++) {
            if (damaged[page * Schema.PAGE_BYTES] == 0x0D) {
                Arrays.fill(damaged, page * Schema.PAGE_BYTES, page * Schema.PAGE_BYTES + 16, (byte) 0);
            }
        }
        Files.write(file, damaged);
        assertSame(new LeafPages(file, ids).from(1, ENTRIES, ENTRIES, Long.MAX_VALUE), entries);
    }

    @Test
    void entry_thatIsDamaged_isNotFound() throws Exception {
        byte[] damaged = Files.readAllBytes(file);
        String text = new String(damaged, StandardCharsets.ISO_8859_1);
        damaged[text.indexOf("20-\u00c3\u00a4") + 100] ^= 4;
        Files.write(file, damaged);
        LeafPages pages = new LeafPages(file, ids);
        assertSame(pages.from(1, ENTRIES, ENTRIES, Long.MAX_VALUE), entries.subList(0, 19));
        assertThat(pages.from(20, ENTRIES, ENTRIES, Long.MAX_VALUE)).isEmpty();
        assertSame(pages.from(21, ENTRIES, ENTRIES, Long.MAX_VALUE), entries.subList(20, ENTRIES));
    }

    @Test
    void file_thatIsNotThere_isAFailureAndNoDamage() throws Exception {
        LeafPages pages = new LeafPages(file, ids);
        Files.delete(file);
        assertThatThrownBy(() -> pages.from(1, 1, 1, 1)).isInstanceOf(IOException.class);
    }
}
