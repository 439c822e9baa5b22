/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {

    private static final String ENDPOINT = "io.audithook.endpoint~";

    @TempDir
    Path folder;

    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private Path file;
    private Reconciler reconciler;
    private final Set<Path> watched = new HashSet<>();

    @BeforeEach
    void prepare() {
        file = folder.resolve("a.conf");
        reconciler = new Reconciler(admin.service(), file, watched::contains);
    }

    private static Desired endpoint(String name, String url) {
        return new Desired(Desired.ENDPOINT, name, Map.of("url", url), Map.of());
    }

    private static Desired proxy(String name) {
        return new Desired(
                Desired.PROXY, name, Map.of("host", "h", "nonProxyHosts", new String[] {"x", "y"}), Map.of());
    }

    @Test
    void reconcile_difference_isAddedChangedAndRemoved() throws IOException {
        assertThat(reconciler
                        .reconcile(List.of(proxy("a"), endpoint("a", "1"), endpoint("b", "1")))
                        .lines())
                .containsExactly("added 3: io.audithook.proxy~a, io.audithook.endpoint~a, io.audithook.endpoint~b");
        assertThat(reconciler
                        .reconcile(List.of(endpoint("b", "2"), endpoint("c", "1")))
                        .lines())
                .containsExactly(
                        "added 1: io.audithook.endpoint~c",
                        "changed 1: io.audithook.endpoint~b",
                        "removed 2: io.audithook.endpoint~a, io.audithook.proxy~a");
        assertThat(admin.pids()).containsExactly(ENDPOINT + "b", ENDPOINT + "c");
        assertThat(admin.get(ENDPOINT + "b", "url")).isEqualTo("2");
        assertThat(admin.get(ENDPOINT + "b", "audithook.hocon.file")).isEqualTo(file.toString());
        assertThat(admin.location(ENDPOINT + "b")).isEqualTo("?");
    }

    @Test
    void reconcile_keyThatIsGone_isRemoved() throws IOException {
        reconciler.reconcile(List.of(new Desired(Desired.ENDPOINT, "a", Map.of("url", "1", "start", "now"), Map.of())));
        reconciler.reconcile(List.of(endpoint("a", "1")));
        assertThat(admin.get(ENDPOINT + "a", "start")).isNull();
    }

    @Test
    void reconcile_sameAgain_updatesNothing() throws IOException {
        List<Desired> desired = List.of(proxy("a"), endpoint("a", "1"));
        reconciler.reconcile(desired);
        int updates = admin.updates();
        assertThat(reconciler.reconcile(List.of(proxy("a"), endpoint("a", "1"))).lines())
                .isEmpty();
        assertThat(admin.updates()).isEqualTo(updates).isEqualTo(2);
    }

    @Test
    void reconcile_configurationsOfAnEarlierRun_areTakenUp() throws IOException {
        reconciler.reconcile(List.of(endpoint("a", "1"), endpoint("b", "1")));
        assertThat(new Reconciler(admin.service(), file, watched::contains)
                        .reconcile(List.of(endpoint("a", "1"), endpoint("c", "1")))
                        .lines())
                .containsExactly("added 1: io.audithook.endpoint~c", "removed 1: io.audithook.endpoint~b");
    }

    @Test
    void reconcile_configurationsOfOthers_stayAndAreNamed() throws IOException {
        admin.put(ENDPOINT + "a", Map.of("url", "theirs"));
        admin.put(ENDPOINT + "b", Map.of("url", "theirs", "felix.fileinstall.filename", "file:etc/b.cfg"));
        admin.put(ENDPOINT + "z", Map.of("url", "theirs"));
        Changes changes = reconciler.reconcile(List.of(endpoint("a", "1"), endpoint("b", "1"), endpoint("c", "1")));
        assertThat(changes.added()).containsExactly(ENDPOINT + "c");
        assertThat(changes.changed()).isEmpty();
        assertThat(changes.removed()).isEmpty();
        assertThat(changes.conflicts())
                .containsExactly(
                        "webhook a of " + file
                                + " is left as it is, for io.audithook.endpoint~a is made by someone else",
                        "webhook b of " + file
                                + " is left as it is, for io.audithook.endpoint~b is made by file:etc/b.cfg");
        assertThat(admin.get(ENDPOINT + "a", "url")).isEqualTo("theirs");
        assertThat(admin.get(ENDPOINT + "z", "url")).isEqualTo("theirs");
    }

    @Test
    void reconcile_profileOfAnother_keepsTheEndpointFromUsingIt() throws IOException {
        admin.put("io.audithook.proxy~a", Map.of("host", "theirs"));
        reconciler.reconcile(List.of(proxy("a"), endpoint("a", "1")));
        assertThat(admin.pids()).containsExactly("io.audithook.proxy~a");
        assertThat(admin.get("io.audithook.proxy~a", "host")).isEqualTo("theirs");
    }

    @Test
    void reconcile_profileOfAnotherBesideAnEndpointOfOurs_leavesBoth() throws IOException {
        reconciler.reconcile(List.of(endpoint("a", "1")));
        admin.put("io.audithook.proxy~a", Map.of("host", "theirs"));
        reconciler.reconcile(List.of(proxy("a"), endpoint("a", "2")));
        assertThat(admin.get(ENDPOINT + "a", "url")).isEqualTo("1");
    }

    @Test
    void reconcile_configurationOfAnotherFile_staysWhileThatIsThere() throws IOException {
        Path other = Files.writeString(folder.resolve("other.conf"), "x = 1");
        admin.put(ENDPOINT + "a", Map.of("url", "1", "audithook.hocon.file", other.toString()));
        admin.put(ENDPOINT + "b", Map.of("url", "1", "audithook.hocon.file", other.toString()));
        assertThat(reconciler.reconcile(List.of(endpoint("a", "2"))).conflicts())
                .containsExactly(
                        "webhook a of " + file + " is left as it is, for io.audithook.endpoint~a is made by " + other);
        Files.delete(other);
        assertThat(reconciler.reconcile(List.of(endpoint("a", "2"))).changed()).containsExactly(ENDPOINT + "a");
        assertThat(admin.get(ENDPOINT + "a", "audithook.hocon.file")).isEqualTo(file.toString());
        assertThat(admin.pids()).contains(ENDPOINT + "b");
    }

    @Test
    void reconcile_oneOfManyChanged_writesOnce() throws IOException {
        List<Desired> desired = new ArrayList<>(
                IntStream.range(0, 10_000).mapToObj(i -> endpoint("e" + i, "1")).toList());
        assertThat(reconciler.reconcile(desired).lines())
                .singleElement()
                .asString()
                .startsWith("added 10000: io.audithook.endpoint~e0, ")
                .endsWith(" and 9980 more");
        int updates = admin.updates();
        desired.set(5_000, endpoint("e5000", "2"));
        assertThat(reconciler.reconcile(desired).changed()).containsExactly(ENDPOINT + "e5000");
        assertThat(admin.updates()).isEqualTo(updates + 1);
    }

    private static Desired filter(String name, String expression) {
        return new Desired(Desired.FILTER, name, Map.of("expression", expression), Map.of());
    }

    private static Desired filtered(String name, String url, String filter) {
        return new Desired(Desired.ENDPOINT, name, Map.of("url", url), Map.of(), Set.of(filter));
    }

    private static Desired address(String... allowed) {
        return new Desired(Desired.ADDRESS, "", Map.of("allowed", allowed), Map.of());
    }

    @Test
    void reconcile_filtersAndAddress_comeAndGoWithTheirFile() throws IOException {
        List<Desired> desired = List.of(address("::1"), filter("f", "1"), filtered("a", "1", "f"));
        assertThat(reconciler.reconcile(desired).lines())
                .containsExactly("added 3: io.audithook.address, io.audithook.filter~f, io.audithook.endpoint~a");
        assertThat(admin.location("io.audithook.address")).isEqualTo("?");
        assertThat(reconciler
                        .reconcile(List.of(address("::1"), filter("f", "1"), filtered("a", "1", "f")))
                        .lines())
                .isEmpty();
        assertThat(admin.updates()).isEqualTo(3);
        assertThat(reconciler
                        .reconcile(List.of(address("::2"), filter("f", "2"), filtered("a", "1", "f")))
                        .changed())
                .containsExactly("io.audithook.address", "io.audithook.filter~f");
        assertThat(reconciler.pause().changed()).containsExactly(ENDPOINT + "a");
        assertThat(reconciler.reconcile(List.of()).removed())
                .containsExactly(ENDPOINT + "a", "io.audithook.filter~f", "io.audithook.address");
        assertThat(admin.pids()).isEmpty();
    }

    @Test
    void reconcile_filterOfAnother_staysAndKeepsEndpointsFromUsingIt() throws IOException {
        admin.put("io.audithook.filter~f", Map.of("expression", "theirs"));
        Changes changes = reconciler.reconcile(
                List.of(filter("f", "1"), filter("a", "1"), proxy("a"), filtered("a", "1", "f"), endpoint("f", "1")));
        assertThat(changes.added()).containsExactly("io.audithook.filter~a", ENDPOINT + "f");
        assertThat(changes.conflicts())
                .containsExactly(
                        "filter f of " + file + " is left as it is, for io.audithook.filter~f is made by someone else",
                        "webhook a of " + file
                                + " is left as it is, for io.audithook.filter~f is made by someone else");
        assertThat(admin.get("io.audithook.filter~f", "expression")).isEqualTo("theirs");
    }

    @Test
    void reconcile_addressOfAnother_staysAndTheRestIsDone() throws IOException {
        admin.put("io.audithook.address", Map.of("felix.fileinstall.filename", "file:etc/address.cfg"));
        Changes changes = reconciler.reconcile(List.of(address("::1"), endpoint("a", "1")));
        assertThat(changes.added()).containsExactly(ENDPOINT + "a");
        assertThat(changes.conflicts())
                .containsExactly("address policy of " + file
                        + " is left as it is, for io.audithook.address is made by file:etc/address.cfg");
        assertThat(admin.get("io.audithook.address", "allowed")).isNull();
        assertThat(reconciler.reconcile(List.of()).removed()).containsExactly(ENDPOINT + "a");
        assertThat(admin.pids()).containsExactly("io.audithook.address");
    }

    @Test
    void pause_endpointsOfTheFile_areDisabledUntilTheNextReconciliation() throws IOException {
        List<Desired> desired = List.of(proxy("a"), endpoint("a", "1"));
        reconciler.reconcile(desired);
        admin.put(ENDPOINT + "b", Map.of("url", "theirs"));
        assertThat(reconciler.pause().changed()).containsExactly(ENDPOINT + "a");
        assertThat(admin.get(ENDPOINT + "a", "enabled")).isEqualTo("false");
        assertThat(admin.get(ENDPOINT + "b", "enabled")).isNull();
        assertThat(reconciler.pause().lines()).isEmpty();
        assertThat(reconciler.reconcile(desired).changed()).containsExactly(ENDPOINT + "a");
        assertThat(admin.get(ENDPOINT + "a", "enabled")).isNull();
    }

    @Test
    void reconcile_storageFailing_isThrown() {
        admin.failing = true;
        assertThatThrownBy(() -> reconciler.reconcile(List.of(endpoint("a", "1"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void reconcile_interrupted_endsAndIsDoneLater() throws IOException {
        List<Desired> desired = List.of(endpoint("a", "1"), endpoint("b", "2"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reconciler.reconcile(desired))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("stopped before " + ENDPOINT + "a");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(reconciler.reconcile(desired).added()).containsExactly(ENDPOINT + "a", ENDPOINT + "b");
    }
}
