/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeOfFilesTest {

    @TempDir
    Path folder;

    private final MadeOfFiles files = new MadeOfFiles();

    private static Map<String, Object> of(Object file) {
        return Map.of("felix.fileinstall.filename", file);
    }

    @Test
    void file_thatIsThere_isNothing() throws IOException {
        Path file = Files.createFile(folder.resolve("a b.cfg"));
        assertThat(files.judge("a", Optional.empty(), of(file.toUri().toString())))
                .isEmpty();
        assertThat(files.judge(
                        "a", Optional.of(of(file.toString())), of(file.toUri().toString())))
                .isEmpty();
        assertThat(files.judge("a", Optional.empty(), Map.of())).isEmpty();
        assertThat(files.judge("a", Optional.empty(), of("file:%%"))).isEmpty();
    }

    @Test
    void hoconFile_isNamedOnlyIfItIsMissing() throws IOException {
        Path file = Files.createTempFile("made", ".conf");
        Map<String, Object> made = Map.of("audithook.hocon.file", file.toString());
        assertThat(MadeOfFiles.missingHocon(made)).isEmpty();
        Files.delete(file);
        assertThat(MadeOfFiles.missingHocon(made)).contains(file.toString());
        assertThat(MadeOfFiles.missingHocon(Map.of())).isEmpty();
        assertThat(MadeOfFiles.missingHocon(Map.of("audithook.hocon.file", "\0")))
                .isEmpty();
    }

    @Test
    void file_thatWasDeletedWhileNothingRan_isTold() {
        Path file = folder.resolve("a.cfg");
        assertThat(files.judge("a", Optional.empty(), of(file.toUri().toString())))
                .hasValue("endpoint=a comes from " + file
                        + ", which is not there any more; delete the configuration if that is meant");
        // as it is when it is changed a moment before it is deleted
        assertThat(files.judge("a", Optional.of(of(file.toString())), of(file.toString())))
                .isEmpty();
    }

    @Test
    void files_twoOfOneEndpoint_areTold() throws IOException {
        Path cfg = Files.createFile(folder.resolve("a.cfg"));
        Path config = Files.createFile(folder.resolve("a.config"));
        assertThat(files.judge("a", Optional.of(of(cfg.toString())), of(config.toString())))
                .hasValue("endpoint=a is made of two files, " + cfg + " and " + config
                        + ": the one that was changed last counts, and it goes with either of them; remove one");
        Files.delete(cfg);
        assertThat(files.judge("a", Optional.of(of(cfg.toString())), of(config.toString())))
                .isEmpty();
    }
}
