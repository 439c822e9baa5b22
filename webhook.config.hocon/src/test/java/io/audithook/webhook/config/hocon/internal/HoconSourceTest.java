/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
    private Instant now = Instant.now();
    private Path file;
    private HoconSource source;
    private final List<String> asked = new ArrayList<>();
    private boolean judging = true;
    private final Set<Path> watched = new HashSet<>();

    @BeforeEach
    void prepare() {
        file = folder.resolve("application.conf");
        source = source(WhenDeleted.PAUSE);
    }

    private void apply(String text) throws IOException {
        Files.writeString(file, text);
        source.apply();
    }

    /** Wants no URL that ends with {@code bad}. */
    private Optional<List<Judge.Finding>> judge(String pid, Map<String, Object> properties) {
        if (!pid.startsWith("io.audithook.endpoint")) {
            return Optional.of(List.of());
        }
        asked.add(pid);
        String url = String.valueOf(properties.get("url"));
        return judging
                ? Optional.of(
                        url.endsWith("bad") ? List.of(new Judge.Finding("url", pid + ": url is bad", true)) : List.of())
                : Optional.empty();
    }

    private HoconSource source(WhenDeleted whenDeleted) {
        return new HoconSource(
                file,
                whenDeleted,
                admin.service(),
                other -> watched.contains(other),
                new KnownParts(folder.resolve("notes")),
                this::judge,
                () -> now);
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
    void value_thatNobodyCanUse_isToldWithItsLineUntilItIsMended() throws IOException {
        judging = false;
        apply("webhooks {\n a.url = \"http://good\"\n b.url = \"http://bad\"\n}");
        source.look();
        assertThat(source.status().getFindings()).isEmpty();
        judging = true;
        source.look();
        source.look();
        assertThat(source.status().getFindings()).containsExactly(file + ": 3: io.audithook.endpoint~b: url is bad");
        apply("webhooks {\n # more\n a.url = \"http://good\"\n b.url = \"http://bad\"\n}");
        asked.clear();
        source.look();
        assertThat(asked).containsExactly("io.audithook.endpoint~b");
        assertThat(source.status().getFindings()).containsExactly(file + ": 4: io.audithook.endpoint~b: url is bad");
        assertThat(source.status().snapshot().allWarnings()).hasSize(1);
        apply("webhooks {\n a.url = \"http://bad\"\n b.url = \"http://good\"\n}");
        source.look();
        assertThat(source.status().getFindings()).containsExactly(file + ": 2: io.audithook.endpoint~a: url is bad");
        apply("webhooks { c.url = \"http://good\" }");
        source.look();
        assertThat(source.status().getFindings()).isEmpty();
    }

    @Test
    void endpoint_ofAnotherFileThatIsMissing_isTheirsForAsLongAsThatIsWatched() throws IOException {
        Path other = folder.resolve("other.conf");
        admin.put(A, Map.of("url", "http://theirs/", Owner.MARK, other.toString()));
        watched.add(other);
        apply("webhooks.a.url = \"http://ours/\"");
        assertThat(admin.get(A, "url")).isEqualTo("http://theirs/");
        assertThat(source.status().getConflicts()).hasSize(1);
        watched.clear();
        apply("webhooks.a.url = \"http://ours/\"");
        assertThat(admin.get(A, "url")).isEqualTo("http://ours/");
    }

    @Test
    void include_thatGoes_changesNothingUntilItIsTakenOut() throws IOException {
        Path part = Files.writeString(folder.resolve("secret.conf"), "webhooks.a.token = t");
        String text = "webhooks.a.url = \"http://a/\"\n";
        apply(text + "include \"secret.conf\"");
        assertThat(admin.get(A, "auth.token")).isEqualTo("t");
        Files.delete(part);
        source.apply();
        assertThat(admin.get(A, "auth.token")).isEqualTo("t");
        assertThat(source.status().getProblems())
                .containsExactly(
                        file + ": 2: " + part
                                + " was there and is not there any more; nothing changes until it is, or its include is taken out");
        // also after a restart
        source = source(WhenDeleted.PAUSE);
        source.apply();
        assertThat(admin.get(A, "auth.token")).isEqualTo("t");
        apply(text);
        assertThat(admin.get(A, "auth.token")).isNull();
        source = source(WhenDeleted.PAUSE);
        apply(text + "include \"secret.conf\"");
        assertThat(source.status().getProblems()).isEmpty();
    }

    @Test
    void value_thatIsPutRightElsewhere_isAskedAboutAgain() throws IOException {
        apply("webhooks.a.url = \"http://bad\"");
        // until the watch has seen that it stays the same
        for (int i = 0; i < 10; i++) {
            source.look();
            now = now.plusMillis(200);
        }
        asked.clear();
        now = now.plusSeconds(10);
        source.look();
        source.look();
        assertThat(asked).hasSize(1);
        now = now.plusSeconds(10);
        source.look();
        assertThat(asked).hasSize(2);
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
    void file_thatIsNotUtf8_changesNothing() throws IOException {
        apply(GOOD);
        Files.writeString(
                file, "webhooks.a.url = \"http://h/\u00e4\"\nwebhooks.b.url = x", StandardCharsets.ISO_8859_1);
        source.apply();
        assertThat(source.status().getState()).isEqualTo("KEPT");
        assertThat(source.status().getProblems()).containsExactly(file + ": 1: is not UTF-8");
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
    }

    @Test
    void file_brokenAndRepaired_isSeenInItsStatus() throws IOException {
        assertThat(source.status().getState()).isEqualTo("UNREAD");
        apply(GOOD);
        assertThat(source.status().getState()).isEqualTo("APPLIED");
        assertThat(source.status().getConfigurations()).isEqualTo(2);
        now = now.plusSeconds(60);
        apply("webhooks.a = 1");
        assertThat(source.status().getState()).isEqualTo("KEPT");
        assertThat(source.status().getSince()).isEqualTo(now.toString());
        assertThat(source.status().getProblems())
                .containsExactly(file + ": 1: webhooks.a: expected an object with a url, found a number");
        assertThat(source.status().getConfigurations()).isEqualTo(2);
        apply(" ");
        assertThat(source.status().getProblems()).containsExactly(file + ": is empty");
        apply(GOOD + "\nwebhooks.a.zzzz = x");
        assertThat(source.status().getState()).isEqualTo("APPLIED");
        assertThat(source.status().getProblems()).isEmpty();
        assertThat(source.status().getWarnings()).hasSize(1);
    }

    @Test
    void file_truncatedAnywhere_keepsTheSetOrGivesAWholeOne() throws IOException {
        String example = HoconTestBase.example("secured.conf");
        apply(example);
        Set<String> pids = Set.copyOf(admin.pids());
        int updates = admin.updates();
        for (int i = 0; i < example.length(); i++) {
            apply(example.substring(0, i));
            boolean isWhole = example.substring(i).isBlank();
            assertThat(source.status().getState()).as("%d bytes", i).isEqualTo(isWhole ? "APPLIED" : "KEPT");
            assertThat(admin.pids()).isEqualTo(pids);
            assertThat(admin.updates()).isEqualTo(updates);
        }
    }

    @Test
    void file_goneAway_pausesItsEndpointsUntilItIsBack() throws IOException {
        apply(GOOD);
        Files.delete(file);
        source.apply();
        assertThat(admin.pids()).containsExactly(A, "io.audithook.proxy~a");
        assertThat(admin.get(A, "enabled")).isEqualTo("false");
        assertThat(source.status().getState()).isEqualTo("MISSING");
        apply(GOOD);
        assertThat(admin.get(A, "enabled")).isNull();
    }

    @Test
    void file_goneAway_deletesWhatCameFromItWhereSoConfigured() throws IOException {
        source = source(WhenDeleted.DELETE);
        apply(GOOD);
        Files.delete(file);
        source.apply();
        assertThat(admin.pids()).isEmpty();
    }

    @Test
    void file_goneAway_leavesWhatCameFromItWhereSoConfigured() throws IOException {
        source = source(WhenDeleted.KEEP);
        apply(GOOD);
        Files.delete(file);
        source.apply();
        assertThat(admin.get(A, "enabled")).isNull();
        assertThat(admin.updates()).isEqualTo(2);
    }

    @Test
    void look_whenTheConfigurationOfAnotherIsGone_makesOurs() throws IOException {
        admin.put(A, Map.of("url", "theirs"));
        Files.writeString(file, GOOD);
        source.look();
        source.look();
        assertThat(source.status().getConflicts()).singleElement().asString().contains(A + " is made by someone else");
        admin.remove(A);
        source.look();
        assertThat(admin.pids()).doesNotContain(A);
        now = now.plusSeconds(10);
        source.look();
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
        assertThat(source.status().getConflicts()).isEmpty();
    }

    @Test
    void look_whenOursCannotBeMadeThen_saysSoUntilItCan() throws IOException {
        admin.put(A, Map.of("url", "theirs"));
        apply(GOOD);
        admin.remove(A);
        now = now.plusSeconds(10);
        admin.failing = true;
        source.look();
        assertThat(source.status().getState()).isEqualTo("KEPT");
        now = now.plusSeconds(10);
        admin.failing = false;
        source.look();
        assertThat(source.status().getState()).isEqualTo("APPLIED");
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
    }

    @Test
    void status_open_isAnMBeanUntilItIsClosed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = HoconFileStatus.name(file);
        source.open();
        apply("webhooks.a = 1");
        assertThat(server.getAttribute(name, "State")).isEqualTo("KEPT");
        assertThat((String[]) server.getAttribute(name, "Problems")).hasSize(1);
        source.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    /** So that the next look finds the file as it was. */
    private void applyByLooking() throws IOException {
        Files.writeString(file, GOOD);
        for (int i = 0; i < 3; i++) {
            source.look();
        }
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
    }

    @Test
    void configuration_deletedByOthers_isMadeAgain() throws IOException {
        applyByLooking();
        admin.remove(A);
        source.look();
        assertThat(admin.pids()).doesNotContain(A);
        source.changed(A, Optional::empty);
        source.look();
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
    }

    @Test
    void configuration_replacedByOthers_isTheirsUntilTheyDeleteIt() throws IOException {
        applyByLooking();
        admin.put(A, Map.of("url", "http://theirs/", "felix.fileinstall.filename", "file:/etc/a.cfg"));
        source.changed(A, () -> Optional.of(new Owner(Optional.empty(), "file:/etc/a.cfg")));
        source.look();
        assertThat(admin.get(A, "url")).isEqualTo("http://theirs/");
        assertThat(source.status().getConflicts())
                .containsExactly(
                        "webhook a of " + file + " is left as it is, for " + A + " is made by file:/etc/a.cfg");
        admin.remove(A);
        source.changed(A, Optional::empty);
        source.look();
        assertThat(admin.get(A, "url")).isEqualTo("http://a/");
        assertThat(source.status().getConflicts()).isEmpty();
    }

    @Test
    void configuration_changedByOthersThatIsStillOurs_orIsNotOurs_isLeftAlone() throws IOException {
        applyByLooking();
        admin.remove(A);
        source.changed(A, () -> Optional.of(new Owner(Optional.of(file.toString()), file.toString())));
        source.changed("io.audithook.endpoint~b", Optional::empty);
        source.look();
        assertThat(admin.pids()).doesNotContain(A);
    }
}
