/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconInstallerTest {

    @TempDir
    Path folder;

    private HoconFiles files;
    private HoconInstaller installer;

    @BeforeEach
    void prepare() throws IOException {
        Path configured = Files.createDirectory(folder.resolve("etc")).resolve("application.conf");
        Files.createDirectory(folder.resolve("deploy"));
        HoconSettings settings = new HoconSettings(List.of(configured), WhenDeleted.PAUSE);
        files = new HoconFiles(
                List.of(),
                settings.whenDeleted(),
                new FakeConfigurationAdmin().service(),
                new KnownParts(folder.resolve("notes")),
                (pid, properties) -> Optional.empty(),
                InstantSource.system());
        installer = new HoconInstaller(files, Set.of(configured.getParent()));
    }

    @AfterEach
    void close() {
        files.close();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void canHandle_whatIsOurs_only() throws IOException {
        assertThat(installer.canHandle(write("deploy/a.conf", "webhooks {").toFile()))
                .isTrue();
        assertThat(installer.canHandle(
                        write("deploy/b.conf", "notification.webhook").toFile()))
                .isTrue();
        assertThat(installer.canHandle(
                        write("deploy/d.conf", "audithook.filters {").toFile()))
                .isTrue();
        assertThat(installer.canHandle(write("deploy/c.conf", "other = 1").toFile()))
                .isFalse();
        assertThat(installer.canHandle(write("deploy/a.cfg", "webhooks {").toFile()))
                .isFalse();
        assertThat(installer.canHandle(write("etc/part.conf", "webhooks {").toFile()))
                .isFalse();
        assertThat(installer.canHandle(folder.resolve("deploy/absent.conf").toFile()))
                .isFalse();
    }

    @Test
    void installAndUninstall_watchAndNoMore() throws IOException {
        Path file = write("deploy/a.conf", "webhooks {}");
        installer.install(file.toFile());
        installer.update(file.toFile());
        assertThat(files.has(file)).isTrue();
        write("deploy/a.conf", "# nothing yet");
        assertThat(installer.canHandle(file.toFile())).isTrue();
        installer.uninstall(file.toFile());
        assertThat(files.has(file)).isFalse();
    }
}
