/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretWatchTest {

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final SecretWatch watch = new SecretWatch(Runnable::run, time);
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
        time.advance(SecretWatch.LOOK.multipliedBy(count));
    }

    @Test
    void file_changed_isUsedAfterTwoLooks() throws IOException {
        Rotating<String> rotating = rotating();
        watch.watch("endpoint=e", rotating);
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
        watch.watch("endpoint=e", rotating);
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
        watch.watch("endpoint=e", rotating);
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
        watch.watch("endpoint=e", rotating).close();
        Files.writeString(file, "second");
        looks(5);
        assertThat(rotating.get()).isEqualTo("ONE");
        watch.watch("endpoint=e", rotating);
        looks(2);
        assertThat(rotating.get()).isEqualTo("SECOND");
    }

    @Test
    void secret_byValue_isNotWatched() {
        watch.watch("endpoint=e", new Rotating<>("k", List.of(new Secret("k", "v")), texts -> texts.get(0)));
        time.advance(Duration.ofHours(1));
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void secret_inAVariable_isRead() {
        assertThat(new Secret("k", "env:PATH").resolve())
                .isEqualTo(System.getenv("PATH").trim());
    }

    @Test
    void secret_thatCannotBeRead_isNamedWithoutItsContent() throws IOException {
        assertRefused("file:" + dir, "is not a file");
        assertRefused("file:" + dir.resolve("absent"), "does not exist");
        assertRefused("env:AUDITHOOK_ABSENT", "is missing or empty");
        Files.writeString(file, " \n");
        assertRefused("file:" + file, "is missing or empty");
        Files.write(file, new byte[] {'M', 'A', 'R', 'K', (byte) 0xff});
        assertRefused("file:" + file, "is not text in UTF-8");
        Files.write(file, new byte[64 * 1024 + 1]);
        assertRefused("file:" + file, "is larger than 65536 bytes");
    }

    private static void assertRefused(String spec, String rule) {
        assertThatThrownBy(() -> new Secret("auth.token", spec).resolve())
                .hasMessage("auth.token=\"" + spec + "\" " + rule);
    }
}
