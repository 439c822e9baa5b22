/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {

    @TempDir
    private Path folder;

    private Path file;
    private int parsed;
    private ReadAhead ahead;

    @BeforeEach
    void prepare() {
        file = folder.resolve("a.conf");
        ahead = new ReadAhead(file, () -> {
            parsed++;
            return HoconParser.parse(file, Set.of());
        });
    }

    private void write(String name) throws IOException {
        Files.writeString(file, "include \"b.conf\"\nwebhooks." + name + ".url = \"http://a/\"");
    }

    private String endpoint() {
        return ahead.get().list().get(0).name();
    }

    @Test
    void get_afterAChange_isWhatWasParsedThen() throws IOException {
        write("a");
        ahead.changed();
        assertThat(endpoint()).isEqualTo("a");
        assertThat(parsed).isEqualTo(1);
        assertThat(endpoint()).as("it is for once").isEqualTo("a");
        assertThat(parsed).isEqualTo(2);
    }

    @Test
    void get_afterAnotherChange_isWhatThereIsNow() throws IOException {
        write("a");
        ahead.changed();
        write("b");
        assertThat(endpoint()).isEqualTo("b");
    }

    @Test
    void get_whenAnIncludedFileCameMeanwhile_isWhatThereIsNow() throws IOException {
        write("a");
        ahead.changed();
        Files.writeString(folder.resolve("b.conf"), "webhooks.a.enabled = false");
        assertThat(ahead.get().list().get(0).properties()).containsEntry("enabled", false);
    }

    @Test
    void file_thatGoesOnChanging_isParsedAheadOnce() throws IOException {
        for (int i = 0; i < 5; i++) {
            write("a" + i);
            ahead.changed();
        }
        assertThat(parsed).isEqualTo(1);
        assertThat(endpoint()).isEqualTo("a4");
        write("b");
        ahead.changed();
        assertThat(parsed).isEqualTo(3);
    }

    @Test
    void file_thatIsNotThere_isNotParsedAhead() {
        ahead.changed();
        assertThat(parsed).isZero();
    }
}
