/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceTest {

    @TempDir
    private Path folder;

    private long nanos;
    private final Glance glance = new Glance(Duration.ofMillis(200), () -> nanos);

    private boolean[] glances(Path file, int number) {
        boolean[] due = new boolean[number];
        for (int i = 0; i < number; i++) {
            due[i] = glance.isDue(Set.of(file));
            nanos += 50_000_000;
        }
        return due;
    }

    @Test
    void look_isDueNowAndThen() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "a");
        assertThat(glances(file, 9)).containsExactly(true, false, false, false, true, false, false, false, true);
    }

    @Test
    void look_thatTookLong_isFollowedByTheNext() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "a");
        assertThat(glances(file, 2)).containsExactly(true, false);
        nanos += 200_000_000;
        assertThat(glances(file, 2)).containsExactly(true, false);
    }

    @Test
    void look_isDueAtOnceWhenAFileChangesAndNotSoonAfterThat() throws IOException {
        Path file = folder.resolve("a");
        assertThat(glances(file, 2)).containsExactly(true, false);
        Files.writeString(file, "a");
        assertThat(glances(file, 3)).containsExactly(true, false, false);
        Files.writeString(file, "longer");
        assertThat(glances(file, 5)).containsExactly(true, false, false, false, true);
        Files.delete(file);
        assertThat(glances(file, 2)).containsExactly(true, false);
    }
}
