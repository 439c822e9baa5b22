/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ConfigurationFile;
import io.audithook.webhook.api.ConfigurationFile.State;
import io.audithook.webhook.api.ConfigurationSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health checks are told of files. */
class HoconSourceComponentTest {

    @TempDir
    Path folder;

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private Path good;
    private Path bad;
    private Path gone;
    private HoconFiles files;
    private ConfigurationSource source;
    private Optional<ConfigurationFile> wrong = Optional.empty();

    @BeforeEach
    void prepare() throws IOException {
        good = Files.writeString(folder.resolve("a.conf"), "webhooks.a.url = \"http://a/\"");
        bad = Files.writeString(folder.resolve("b.conf"), "webhooks.b = 1");
        gone = folder.resolve("c.conf");
        files = new HoconFiles(
                List.of(bad, gone, good),
                WhenDeleted.KEEP,
                admin.service(),
                new KnownParts(folder.resolve("notes")),
                (pid, properties) -> Optional.empty(),
                InstantSource.system());
        source = new HoconSourceComponent(files, () -> wrong);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private ConfigurationFile file(Path path) {
        return source.files().stream()
                .filter(file -> file.name().equals(path.toString()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitState(Path path, State state) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> file(path).state() == state);
    }

    @Test
    void files_areToldByName() {
        assertThat(source.files())
                .extracting(ConfigurationFile::name)
                .containsExactly(good.toString(), bad.toString(), gone.toString());
        assertThat(source.files()).extracting(ConfigurationFile::state).containsOnly(State.UNREAD);
        files.start();
        awaitState(good, State.APPLIED);
        awaitState(bad, State.KEPT);
        awaitState(gone, State.MISSING);
        assertThat(file(good).problems()).isEmpty();
        assertThat(file(bad).problems())
                .containsExactly(bad + ": 1: webhooks.b: expected an object with a url, found a number");
    }

    @Test
    void configurationThatNamesThem_wrong_isToldFirst() {
        wrong = Optional.of(new ConfigurationFile("pid", State.KEPT, Instant.EPOCH, List.of("is wrong"), List.of()));
        assertThat(source.files()).hasSize(4).first().isEqualTo(wrong.get());
    }

    @Test
    void warnings_areKeysWithoutEffectAndNamesOfOthers() throws IOException {
        admin.put("io.audithook.endpoint~a", Map.of("url", "theirs"));
        Files.writeString(good, "webhooks.a.url = \"http://a/\"\nwebhooks.a.zzzz = x");
        files.start();
        awaitState(good, State.APPLIED);
        assertThat(file(good).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("zzzz"))
                .anyMatch(warning -> warning.contains("is made by someone else"));
    }

    @Test
    void file_thatConfigAdminDoesNotTake_isNotInForce() {
        admin.failing = true;
        files.start();
        awaitState(good, State.KEPT);
        assertThat(file(good).problems())
                .containsExactly(good + ": could not be applied: java.io.IOException: disk full");
    }
}
