/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingTest {

    private final Queue<Runnable> scheduled = new ArrayDeque<>();
    private final FileWatch watch = new FileWatch((delay, task) -> scheduled.add(task));
    private final AtomicInteger made = new AtomicInteger();

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(dir.resolve("key"), "one\n");
    }

    private Rotating<String> rotating() {
        return new Rotating<>("sign.keys", List.of(new Secret("sign.keys", "file:" + file)), texts -> {
            made.incrementAndGet();
            if (!texts.get(0).matches("[a-z]+")) {
                throw new IllegalArgumentException("sign.keys: must be letters");
            }
            return texts.get(0).toUpperCase(Locale.ROOT);
        });
    }

    private void looks(int count) {
        for (int i = 0; i < count && !scheduled.isEmpty(); i++) {
            scheduled.remove().run();
        }
    }

    @Test
    void file_changed_isUsedAfterTwoLooks() throws IOException {
        Rotating<String> rotating = rotating();
        watch.add("endpoint=e", rotating);
        looks(5);
        Files.writeString(file, "second");
        looks(1);
        assertThat(rotating.get()).isEqualTo("ONE");
        looks(1);
        assertThat(rotating.get()).isEqualTo("SECOND");
        looks(5);
        assertThat(made).hasValue(2);
    }

    @Test
    void file_halfWritten_isNotUsed() throws IOException {
        Rotating<String> rotating = rotating();
        watch.add("endpoint=e", rotating);
        for (int i = 1; i <= 6; i++) {
            Files.writeString(file, "second".substring(0, i));
            looks(1);
            assertThat(rotating.get()).isEqualTo("ONE");
        }
        looks(1);
        assertThat(rotating.get()).isEqualTo("SECOND");
    }

    @Test
    void file_brokenGoneOrEmpty_changesNothingUntilItIsGoodAgain() throws IOException {
        Rotating<String> rotating = rotating();
        watch.add("endpoint=e", rotating);
        Files.writeString(file, "12345");
        looks(10);
        assertThat(made).as("what is broken is not tried again and again").hasValue(2);
        Files.writeString(file, "");
        looks(3);
        Files.delete(file);
        looks(3);
        assertThat(rotating.get()).isEqualTo("ONE");
        Files.writeString(file, "good");
        looks(2);
        assertThat(rotating.get()).isEqualTo("GOOD");
    }

    @Test
    void watch_closed_looksNoMore() throws IOException {
        Rotating<String> rotating = rotating();
        watch.add("endpoint=e", rotating).close();
        Files.writeString(file, "second");
        looks(5);
        assertThat(rotating.get()).isEqualTo("ONE");
        watch.add("endpoint=e", rotating);
        looks(2);
        assertThat(rotating.get()).isEqualTo("SECOND");
    }

    @Test
    void secret_byValue_isNotWatched() {
        watch.add("endpoint=e", new Rotating<>("k", List.of(new Secret("k", "v")), texts -> texts.get(0)));
        assertThat(scheduled).isEmpty();
    }

    @Test
    void watch_withoutAnybody_rests() throws IOException {
        watch.add(() -> {}).close();
        looks(1);
        assertThat(scheduled).isEmpty();
    }

    @Test
    void watch_whereOneFails_looksAfterTheOthers() {
        AtomicInteger looks = new AtomicInteger();
        watch.add(() -> {
            looks.incrementAndGet();
            throw new IllegalStateException("trouble");
        });
        watch.add(looks::incrementAndGet);
        looks(3);
        assertThat(looks).hasValue(6);
    }
}
