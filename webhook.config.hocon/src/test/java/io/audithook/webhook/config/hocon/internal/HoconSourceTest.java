/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoconSourceTest {

    private static final String A = "io.audithook.endpoint~a";
    private static final String GOOD =
            "webhooks.a { url = \"http://a/\", ws.proxy { host = p, nonProxyHosts = [x, y] } }";

    @TempDir
    Path folder;

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private Path file;
    private HoconSource source;

    @BeforeEach
    void prepare() {
        file = folder.resolve("application.conf");
        source = new HoconSource(file, admin.service(), InstantSource.system());
    }

    private void apply(String text) throws IOException {
        Files.writeString(file, text);
        source.apply();
    }

    private void awaitUrl(String url) {
        await().atMost(Duration.ofSeconds(5)).until(() -> url.equals(admin.get(A, "url")));
    }

    @Test
    void file_applied_isInConfigAdmin() throws IOException {
        apply(GOOD);
        assertThat(admin.pids()).containsExactly(A, "io.audithook.proxy~a");
        assertThat(admin.get(A, "proxy.target")).isEqualTo("(proxy.name=a)");
        apply("webhooks {}");
        assertThat(admin.pids()).isEmpty();
    }

    @Test
    void file_appliedAgain_updatesNothing() throws IOException {
        apply(GOOD);
        int updates = admin.updates();
        apply("# a comment\n" + GOOD);
        assertThat(admin.updates()).isEqualTo(updates);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks { a { url = \"http://changed/\" }, b { } }",
                "webhooks { a { url = ",
                "webhooks { a { url = ${NOT_SET_AT_ALL} } }",
                "",
                " \n\t",
            })
    void file_broken_changesNothing(String text) throws IOException {
        apply(GOOD);
        apply(text);
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
        assertThat(admin.updates()).isEqualTo(2);
    }

    @Test
    void file_goneAway_leavesWhatIsThere() throws IOException {
        apply(GOOD);
        Files.delete(file);
        source.apply();
        assertThat(admin.pids()).containsExactly(A, "io.audithook.proxy~a");
    }

    @Test
    void watch_changedReplacedAndRepairedFile_isAppliedByItself() throws IOException {
        Files.writeString(file, "webhooks.a.url = \"http://1/\"");
        try (HoconSource watching = source) {
            watching.start();
            awaitUrl("http://1/");
            Files.writeString(file, "webhooks.a.url = \"http://2/\"");
            awaitUrl("http://2/");
            Path other = Files.writeString(folder.resolve("other"), "webhooks.a.url = \"http://3/\"");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            awaitUrl("http://3/");
            Files.writeString(file, "webhooks.a.url = [");
            Files.delete(file);
            Files.writeString(file, "webhooks.a.url = \"http://4/\"");
            awaitUrl("http://4/");
        }
    }

    @Test
    void watch_changedInclude_isAppliedByItself() throws IOException {
        Path included = Files.writeString(folder.resolve("part.conf"), "webhooks.a.url = \"http://1/\"");
        Files.writeString(file, "include \"part.conf\"");
        try (HoconSource watching = source) {
            watching.start();
            awaitUrl("http://1/");
            Files.writeString(included, "webhooks.a.url = \"http://2/\"");
            awaitUrl("http://2/");
        }
    }

    @Test
    void close_watchOfAFile_endsItsThread() throws IOException {
        Files.writeString(file, GOOD);
        try (HoconSource watching = source) {
            watching.start();
            awaitUrl("http://a/");
        }
        // the executor is at its end a moment before its thread
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("audithook-hocon")));
    }
}
