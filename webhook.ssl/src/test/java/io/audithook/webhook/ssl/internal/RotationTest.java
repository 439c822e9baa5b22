/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under a profile. */
class RotationTest {

    private static Authority authority;
    private static Authority other;
    private static ClientKey server;

    @TempDir
    private Path dir;

    private final List<String> warnings = new ArrayList<>();
    private final List<TlsProfile> profiles = new ArrayList<>();
    private InstantSource clock = InstantSource.fixed(Instant.EPOCH);

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        other = Authority.root("Another authority");
        server = authority.server();
    }

    @Test
    void trust_replaced_countsForTheNextHandshake() throws Exception {
        Path ca = write("ca.pem", Material.pem(other.certificate()));
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        try (TlsServer tls = TlsServer.start(server)) {
            assertThatThrownBy(() -> tls.call(profile())).isInstanceOf(SSLHandshakeException.class);
            write("ca.pem", Material.pem(authority.certificate()));
            keeper.look();
            assertThatThrownBy(() -> tls.call(profile())).isInstanceOf(SSLHandshakeException.class);
            keeper.look();
            assertThat(tls.call(profile()).value()).isEqualTo(100);
            // and no session that could be resumed is left
            write("ca.pem", Material.pem(other.certificate()));
            lookTwice(keeper);
            assertThatThrownBy(() -> tls.call(profile())).isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(profiles).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void key_replacedWithItsPasswordFile_isShownFromThenOn() throws Exception {
        Path key = write(
                "client.pem", Material.encryptedPem(other.client("old", "EC").key(), "first"));
        ClientKey old = other.client("old", "EC");
        write(
                "client.pem",
                Material.encryptedPem(old.key(), "first")
                        + Material.pem(old.chain().get(0)));
        Path password = write("password", "first");
        TlsKeeper keeper = started(
                "trust.data",
                Material.pem(authority.certificate()),
                "key.type",
                "PEM",
                "key.path",
                key,
                "key.password",
                "file:" + password);
        try (TlsServer tls = TlsServer.start(server, authority.certificate())) {
            assertThatThrownBy(() -> called(tls)).isInstanceOf(IOException.class);
            ClientKey young = authority.client("young", "EC");
            write("password", "second");
            write(
                    "client.pem",
                    Material.encryptedPem(young.key(), "second")
                            + Material.pem(young.chain().get(0)));
            lookTwice(keeper);
            assertThat(called(tls)).isEqualTo(101);
        }
        assertThat(profile().certificates().get(0).subject()).isEqualTo("CN=young");
        assertThat(warnings).isEmpty();
    }

    @Test
    void file_halfWritten_keepsTheOldMaterialAndWarnsOnce() throws Exception {
        String pem = Material.pem(authority.certificate());
        Path ca = write("ca.pem", pem);
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        List<TlsCertificate> before = profile().certificates();
        write("ca.pem", pem.substring(0, 100));
        lookTwice(keeper);
        lookTwice(keeper);
        assertThat(warnings)
                .containsExactly(TLS + ": trust.path=" + ca
                        + " is cut off: it has a BEGIN without its END; the material" + " of before stays in use");
        Files.delete(ca);
        lookTwice(keeper);
        assertThat(warnings.get(1))
                .isEqualTo(TLS + ": trust.path=" + ca + " does not exist; the material of before stays in use");
        assertThat(profile().certificates()).isEqualTo(before);
        write("ca.pem", Material.pem(other.certificate()));
        lookTwice(keeper);
        assertThat(profile().certificates()).isNotEqualTo(before);
        assertThat(warnings).hasSize(2);
    }

    @Test
    void file_thatStillChanges_isLeftUntilItRests() throws Exception {
        Path ca = write("ca.pem", Material.pem(authority.certificate()));
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        for (int i = 0; i < 5; i++) {
            write("ca.pem", Material.pem(Authority.root("Root " + i).certificate()));
            keeper.look();
            assertThat(profile().certificates().get(0).subject()).isEqualTo("CN=Audithook test authority");
        }
        keeper.look();
        assertThat(profile().certificates().get(0).subject()).isEqualTo("CN=Root 4");
    }

    @Test
    void context_isAnotherForOtherMaterialOnly() throws Exception {
        Path ca = write("ca.pem", Material.pem(authority.certificate()));
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        SSLContext before = profile().context();
        write("ca.pem", "no certificate");
        lookTwice(keeper);
        assertThat(profile().context()).isSameAs(before);
        write("ca.pem", Material.pem(other.certificate()));
        lookTwice(keeper);
        assertThat(profile().context()).isNotSameAs(before);
    }

    @Test
    void file_touched_isNotReadAgain() throws Exception {
        Path ca = write("ca.pem", Material.pem(authority.certificate()));
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        List<TlsCertificate> before = profile().certificates();
        Files.setLastModifiedTime(ca, FileTime.from(Instant.EPOCH));
        lookTwice(keeper);
        assertThat(profile().certificates()).isSameAs(before);
    }

    @Test
    void file_replacedBehindALink_isTakenUp() throws Exception {
        Path first = Files.createDirectory(dir.resolve("first"));
        Path second = Files.createDirectory(dir.resolve("second"));
        Files.writeString(first.resolve("ca.pem"), Material.pem(authority.certificate()));
        Files.writeString(second.resolve("ca.pem"), Material.pem(other.certificate()));
        Path link = Files.createSymbolicLink(dir.resolve("data"), first);
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", link.resolve("ca.pem"));
        Files.move(
                Files.createSymbolicLink(dir.resolve("data.new"), second),
                link,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        lookTwice(keeper);
        assertThat(profile().certificates().get(0).subject()).isEqualTo("CN=Another authority");
    }

    @Test
    void file_missingAtTheStart_makesTheProfileWhenItAppears() throws Exception {
        Path ca = dir.resolve("ca.pem");
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        assertThat(profiles).isEmpty();
        write("ca.pem", "no certificate yet");
        lookTwice(keeper);
        assertThat(warnings)
                .contains(TLS + ": trust.path=" + ca + " holds no certificate, nor any other PEM block; there still is"
                        + " no such profile");
        write("ca.pem", Material.pem(authority.certificate()));
        lookTwice(keeper);
        assertThat(profiles).hasSize(1);
    }

    @Test
    void secret_missingAtTheStart_makesTheProfileWhenItAppears() throws Exception {
        Path ca = write("ca.pem", Material.pem(authority.certificate()));
        TlsKeeper keeper =
                started("trust.type", "PEM", "trust.path", ca, "trust.password", "file:" + dir.resolve("password"));
        assertThat(profiles).isEmpty();
        write("password", "x");
        lookTwice(keeper);
        assertThat(profiles).hasSize(1);
    }

    @Test
    void data_damaged_isRefusedAtOnce() {
        assertThatThrownBy(() -> started("trust.data", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(TLS + ": trust.data holds no certificate");
    }

    @Test
    void expiry_near_isToldOncePerThreshold() throws Exception {
        Instant end = server.chain().get(0).getNotAfter().toInstant();
        clock = () -> end.minus(Duration.ofDays(40));
        TlsKeeper keeper = started("trust.data", Material.pem(server.chain().get(0)));
        keeper.look();
        assertThat(warnings).isEmpty();
        TlsKeeper later = keeperOf(() -> end.minus(Duration.ofDays(7)));
        later.start();
        later.look();
        assertThat(warnings)
                .containsExactly(TLS + ": certificates have to be renewed: trust 'CN=localhost' with serial number "
                        + server.chain().get(0).getSerialNumber().toString(16) + " expires in 7 days, at " + end);
    }

    @Test
    void expiry_crossingAllThresholds_isThreeWarnings() throws Exception {
        Instant end = server.chain().get(0).getNotAfter().toInstant();
        Instant[] now = {end.minus(Duration.ofDays(31))};
        TlsKeeper keeper = keeperOf(() -> now[0]);
        keeper.start();
        for (int day = 0; day < 40; day++) {
            now[0] = now[0].plus(Duration.ofDays(1));
            keeper.look();
        }
        assertThat(warnings).hasSize(3);
        assertThat(warnings.get(0)).contains("expires in 29 days");
        assertThat(warnings.get(1)).contains("expires in 6 days");
        assertThat(warnings.get(2)).contains("has expired");
    }

    @Test
    void rotation_underLoad_failsNoHandshake() throws Exception {
        Path ca = write("ca.pem", Material.pem(authority.certificate()));
        Path key = replace("client.pem", Material.pem(authority.client("client 0", "EC")));
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca, "key.type", "PEM", "key.path", key);
        ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
        AtomicInteger passed = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService load = Executors.newFixedThreadPool(3);
        try (TlsServer tls = TlsServer.start(server, authority.certificate())) {
            for (int i = 0; i < 3; i++) {
                load.execute(() -> {
                    while (!ended.get()) {
                        try {
                            assertThat(called(tls)).isEqualTo(102);
                            passed.incrementAndGet();
                        } catch (IOException | AssertionError e) {
                            failed.add(e);
                        }
                    }
                });
            }
            for (int i = 1; i <= 100 || passed.get() < 100; i++) {
                String pem = Material.pem(authority.client("client " + i, "EC"));
                write("client.pem", pem.substring(0, pem.length() / 2));
                lookTwice(keeper);
                replace("client.pem", pem);
                write(
                        "ca.pem",
                        Material.pem(
                                authority.certificate(),
                                i % 2 == 0
                                        ? other.certificate()
                                        : server.chain().get(0)));
                lookTwice(keeper);
                assertThat(profile().certificates().get(0).subject()).isEqualTo("CN=client " + i);
            }
            ended.set(true);
            load.shutdown();
            assertThat(load.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            load.shutdownNow();
        }
        assertThat(failed).isEmpty();
        assertThat(passed.get()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void watch_running_takesUpAChangeWithinTenSeconds() throws Exception {
        Path ca = write("ca.pem", Material.pem(authority.certificate()));
        TlsKeeper keeper = started("trust.type", "PEM", "trust.path", ca);
        try (MaterialWatch watch = new MaterialWatch()) {
            watch.add(() -> {
                throw new IllegalStateException("another profile's trouble");
            });
            watch.add(keeper::look);
            write("ca.pem", Material.pem(other.certificate()));
            await("the new material")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> profile().certificates().get(0).subject().equals("CN=Another authority"));
        }
    }

    private TlsKeeper keeperOf(InstantSource time) throws Exception {
        clock = time;
        return keeper("trust.data", Material.pem(server.chain().get(0)));
    }

    private TlsKeeper started(Object... keysAndValues) {
        TlsKeeper keeper = keeper(keysAndValues);
        keeper.start();
        return keeper;
    }

    private TlsKeeper keeper(Object... keysAndValues) {
        Map<String, Object> map = map(TLS, keysAndValues);
        return new TlsKeeper(
                heard -> new Settings(TLS, map, name -> null, heard),
                true,
                Configurations.LOOPBACK,
                (owner, profile) -> profiles.add(profile),
                warnings::add,
                () -> clock.instant());
    }

    private static void lookTwice(TlsKeeper keeper) {
        keeper.look();
        keeper.look();
    }

    private TlsProfile profile() {
        return profiles.get(0);
    }

    private int called(TlsServer tls) throws IOException {
        int value = tls.call(profile()).value();
        if (value < 0) {
            throw new IOException("closed without an answer");
        }
        return value;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private Path replace(String name, String text) throws IOException {
        return Files.move(write(name + ".new", text), dir.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
