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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconFilesTest {

    private static final String A = "io.audithook.endpoint~a";
    private static final String B = "io.audithook.endpoint~b";

    @TempDir
    Path folder;

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private Path file;
    private HoconFiles files;

    @BeforeEach
    void prepare() {
        file = folder.resolve("application.conf");
        files = new HoconFiles(
                List.of(file),
                WhenDeleted.DELETE,
                admin.service(),
                new KnownParts(folder.resolve("notes")),
                (pid, properties) -> Optional.empty(),
                InstantSource.system());
    }

    @AfterEach
    void close() {
        files.close();
    }

    private void awaitUrl(String pid, String url) {
        await().atMost(Duration.ofSeconds(30)).until(() -> url.equals(admin.get(pid, "url")));
    }

    @Test
    void file_changedReplacedAndRepaired_isAppliedByItself() throws IOException {
        Files.writeString(file, "webhooks.a.url = \"http://1/\"");
        files.start();
        awaitUrl(A, "http://1/");
        Files.writeString(file, "webhooks.a.url = \"http://2/\"");
        awaitUrl(A, "http://2/");
        Path other = Files.writeString(folder.resolve("other"), "webhooks.a.url = \"http://3/\"");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        awaitUrl(A, "http://3/");
        Files.writeString(file, "webhooks.a.url = [");
        Files.delete(file);
        Files.writeString(file, "webhooks.a.url = \"http://4/\"");
        awaitUrl(A, "http://4/");
    }

    @Test
    void include_changed_isAppliedByItself() throws IOException {
        Path included = Files.writeString(folder.resolve("part.conf"), "webhooks.a.url = \"http://1/\"");
        Files.writeString(file, "include \"part.conf\"");
        files.start();
        awaitUrl(A, "http://1/");
        Files.writeString(included, "webhooks.a.url = \"http://2/\"");
        awaitUrl(A, "http://2/");
    }

    @Test
    void files_addedAndRemoved_comeAndGoWithoutTheOthers() throws IOException {
        Files.writeString(file, "webhooks.a.url = \"http://a/\"");
        Path second = Files.writeString(folder.resolve("second.conf"), "webhooks.b.url = \"http://b/\"");
        files.start();
        awaitUrl(A, "http://a/");
        files.add(second);
        awaitUrl(B, "http://b/");
        assertThat(files.has(second)).isTrue();
        files.remove(second);
        await().until(() -> admin.get(B, "url") == null);
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
        assertThat(files.has(second)).isFalse();
    }

    @Test
    void file_thatIsWatchedNoLonger_isToldWithWhatCameFromIt() throws IOException {
        admin.put(A, Map.of("url", "x", Owner.MARK, file.toString()));
        assertThat(files.forgotten()).isEmpty();
        admin.put(B, Map.of("url", "x", Owner.MARK, "/etc/old.conf"));
        admin.put("io.audithook.endpoint~c", Map.of("url", "x"));
        assertThat(files.forgotten())
                .containsExactly(
                        "/etc/old.conf is watched no longer, and 1 configuration that came from it stays as it is;"
                                + " to end that, name the file again, and take them out of it");
    }

    @Test
    void close_whileWatching_endsTheThreadAndLeavesWhatIsThere() throws IOException {
        Files.writeString(file, "webhooks.a.url = \"http://a/\"");
        files.start();
        awaitUrl(A, "http://a/");
        files.close();
        // the executor is at its end a moment before its thread
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("audithook-hocon")));
        assertThat(admin.pids()).containsExactly(A);
    }
}
