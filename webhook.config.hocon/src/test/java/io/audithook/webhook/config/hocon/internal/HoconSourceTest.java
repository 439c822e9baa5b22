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
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconSourceTest {

    @TempDir
    Path folder;

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private Path file;
    private HoconSource source;

    @BeforeEach
    void prepare() {
        file = folder.resolve("application.conf");
        source = new HoconSource(file, admin.service());
    }

    private void apply(String text) throws IOException {
        Files.writeString(file, text);
        source.apply();
    }

    @Test
    void file_applied_addsChangesAndRemoves() throws IOException {
        apply("webhooks { a { url = \"http://a/\" }, b { url = \"http://b/\", ws.proxy { host = p, port = 1 } } }");
        assertThat(admin.configurations)
                .containsOnlyKeys("io.audithook.endpoint~a", "io.audithook.endpoint~b", "io.audithook.proxy~b");
        assertThat(admin.get("io.audithook.endpoint~b", "proxy.target")).isEqualTo("(proxy.name=b)");
        assertThat(admin.get("io.audithook.endpoint~a", Reconciler.MARK)).isEqualTo(file.toString());
        apply("webhooks { b { url = \"http://c/\" } }");
        assertThat(admin.configurations).containsOnlyKeys("io.audithook.endpoint~b");
        assertThat(admin.get("io.audithook.endpoint~b", "url")).isEqualTo("http://c/");
        assertThat(admin.get("io.audithook.endpoint~b", "proxy.target")).isNull();
    }

    @Test
    void file_appliedAgain_updatesNothing() throws IOException {
        String text = "webhooks.a { url = \"http://a/\", ws.proxy { host = p, nonProxyHosts = [x, y] } }";
        apply(text);
        int updates = admin.updates.get();
        apply("# a comment\n" + text);
        assertThat(admin.updates).hasValue(updates);
    }

    @Test
    void file_withAnError_changesNothing() throws IOException {
        apply("webhooks.a.url = \"http://a/\"");
        apply("webhooks { a { url = \"http://changed/\" }, b { } }");
        assertThat(admin.get("io.audithook.endpoint~a", "url")).isEqualTo("http://a/");
        apply("webhooks { a { url = ");
        assertThat(admin.get("io.audithook.endpoint~a", "url")).isEqualTo("http://a/");
    }

    @Test
    void file_goneAway_leavesWhatIsThere() throws IOException {
        apply("webhooks.a.url = \"http://a/\"");
        Files.delete(file);
        source.apply();
        assertThat(admin.configurations).containsOnlyKeys("io.audithook.endpoint~a");
    }

    @Test
    void configuration_ofSomeoneElse_isLeftAlone() throws IOException {
        admin.configurations.put("io.audithook.endpoint~a", new Hashtable<>(Map.of("url", "http://theirs/")));
        admin.configurations.put("io.audithook.endpoint~z", new Hashtable<>(Map.of("url", "http://theirs/")));
        apply("webhooks { a { url = \"http://ours/\" }, b { url = \"http://b/\" } }");
        assertThat(admin.get("io.audithook.endpoint~a", "url")).isEqualTo("http://theirs/");
        assertThat(admin.configurations)
                .containsOnlyKeys("io.audithook.endpoint~a", "io.audithook.endpoint~b", "io.audithook.endpoint~z");
    }

    @Test
    void watch_changedAndReplacedFile_isAppliedByItself() throws IOException {
        Files.writeString(file, "webhooks.a.url = \"http://1/\"");
        source.start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "http://1/".equals(admin.get("io.audithook.endpoint~a", "url")));
            Files.writeString(file, "webhooks.a.url = \"http://22/\"");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "http://22/".equals(admin.get("io.audithook.endpoint~a", "url")));
            Path other = Files.writeString(folder.resolve("other"), "webhooks.a.url = \"http://333/\"");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "http://333/".equals(admin.get("io.audithook.endpoint~a", "url")));
        } finally {
            source.close();
        }
    }

    @Test
    void watch_changedInclude_isAppliedByItself() throws IOException {
        Path included = Files.writeString(folder.resolve("part.conf"), "webhooks.a.url = \"http://1/\"");
        Files.writeString(file, "include \"part.conf\"");
        source.start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "http://1/".equals(admin.get("io.audithook.endpoint~a", "url")));
            Files.writeString(included, "webhooks.a.url = \"http://22/\"");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "http://22/".equals(admin.get("io.audithook.endpoint~a", "url")));
        } finally {
            source.close();
        }
    }
}
