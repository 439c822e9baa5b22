/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.Tls;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks of certificates that take their time, in the middle of handshakes. */
class OffloadedTlsTest {

    private static final int HANDSHAKES = Integer.getInteger("tls.handshakes", 300);
    private static final int AT_ONCE = 16;
    private static final long SEED = Long.getLong("tls.seed", 7);

    /** Of attempts that are to end with it. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Each connection is for one request. */
    private static final Script ONCE = Script.accept()
            .readRequest()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .close();

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        pool.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "AUTO"})
    void check_thatHangs_endsWithItsTimeoutAndHoldsUpNoOther(Protocol protocol) throws Exception {
        try (FaultServer bad = server();
                FaultServer good = server()) {
            HangingChecks checks = new HangingChecks(bad.port(), false);
            Transport transport = transport(checks, protocol, SHORT);
            // more than may run at once for one receiver
            List<CompletableFuture<Outcome>> hanging = new ArrayList<>();
            for (int i = 0; i < 2 * HandshakeTasks.PER_RECEIVER; i++) {
                hanging.add(send(transport, bad.uri("/"), LONG));
            }
            checks.begun.acquire(HandshakeTasks.PER_RECEIVER);
            for (int i = 0; i < 20; i++) {
                assertThat(send(transport, good.uri("/"), LONG).get(20, TimeUnit.SECONDS))
                        .isEqualTo(Outcome.delivered(200));
            }
            for (CompletableFuture<Outcome> one : hanging) {
                assertThat(one.get(20, TimeUnit.SECONDS).kind()).isEqualTo(Outcome.Kind.TLS_TIMEOUT);
            }
            assertThat(checks.ended.availablePermits()).isZero();
            assertThat(checks.begun.availablePermits()).isZero();
            released.countDown();
            checks.ended.acquire(HandshakeTasks.PER_RECEIVER);
            // one more connection than needed may have been opened before, whose time is up
            await().until(() -> send(transport, bad.uri("/"), LONG)
                    .get(20, TimeUnit.SECONDS)
                    .delivered());
        }
    }

    @Test
    void check_thatHangs_leavesTheTimeLimitOfTheRequestInForce() throws Exception {
        try (FaultServer bad = server()) {
            HangingChecks checks = new HangingChecks(bad.port(), false);
            Transport transport = transport(checks, Protocol.HTTP_1_1, LONG);
            CompletableFuture<Outcome> attempt = send(transport, bad.uri("/"), SHORT);
            checks.begun.acquire();
            assertThat(attempt.get(20, TimeUnit.SECONDS).delivered()).isFalse();
            assertThat(checks.ended.availablePermits()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "AUTO"})
    void check_thatHangsAndHeedsNoInterrupt_doesNotHoldUpTheEnd(Protocol protocol) throws Exception {
        try (FaultServer bad = server()) {
            HangingChecks checks = new HangingChecks(bad.port(), true);
            CompletableFuture<Outcome> attempt = send(transport(checks, protocol, LONG), bad.uri("/"), LONG);
            checks.begun.acquire();
            pool.close();
            assertThat(attempt)
                    .satisfiesAnyOf(
                            open -> assertThat(open).isNotDone(),
                            over -> assertThat(over).isCompletedWithValueMatching(outcome -> !outcome.delivered()));
            assertThat(checks.ended.availablePermits()).isZero();
            released.countDown();
            checks.ended.acquire();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "AUTO"})
    void check_thatRefuses_isNamedAsBefore(Protocol protocol) throws Exception {
        Outcome outcome = outcome(protocol, engine -> {
            throw new CertificateException("Not one of ours");
        });
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.TLS_UNTRUSTED);
        assertThat(outcome.detail()).isEqualTo("Not one of ours");
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "AUTO"})
    void check_thatBreaks_failsTheHandshake(Protocol protocol) throws Exception {
        Outcome outcome = outcome(protocol, engine -> {
            throw new StackOverflowError("for the test");
        });
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.TLS);
        assertThat(outcome.detail()).isEqualTo("for the test");
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "AUTO"})
    void checks_ofAnyDuration_loseNoHandshake(Protocol protocol) throws Exception {
        try (FaultServer server = server();
                OddChecks checks = new OddChecks(SEED)) {
            Transport transport = transport(checks, protocol, LONG);
            Semaphore free = new Semaphore(AT_ONCE);
            List<CompletableFuture<Outcome>> attempts = new ArrayList<>();
            for (int i = 0; i < HANDSHAKES; i++) {
                assertThat(free.tryAcquire(20, TimeUnit.SECONDS))
                        .as("seed %d: lost", SEED)
                        .isTrue();
                attempts.add(send(transport, server.uri("/"), LONG).whenComplete((outcome, failure) -> free.release()));
            }
            for (CompletableFuture<Outcome> attempt : attempts) {
                assertThat(attempt.get(20, TimeUnit.SECONDS))
                        .as("seed %d", SEED)
                        .isEqualTo(Outcome.delivered(200));
            }
            assertThat(checks.made).as("seed %d", SEED).hasPositiveValue();
        }
    }

    private Outcome outcome(Protocol protocol, Check check) throws Exception {
        try (FaultServer server = server()) {
            return send(transport(check, protocol, LONG), server.uri("/"), LONG).get(20, TimeUnit.SECONDS);
        }
    }

    private static FaultServer server() throws Exception {
        return FaultServer.builder().tls(Tls.valid()).byDefault(ONCE).start();
    }

    private Transport transport(Check check, Protocol protocol, Duration connectTimeout)
            throws GeneralSecurityException {
        return pool.lease(new TransportSettings(
                        new TestProfile(context(check), true),
                        Optional.empty(),
                        TestAddresses.ANY,
                        connectTimeout,
                        LONG,
                        TransportSettings.DEFAULT_LIFETIME,
                        protocol))
                .transport();
    }

    private static CompletableFuture<Outcome> send(Transport transport, URI url, Duration timeout) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(
                        url,
                        Map.of("webhook-id", "1"),
                        "application/json",
                        "{}".getBytes(StandardCharsets.UTF_8),
                        timeout),
                done::complete);
        return done;
    }

    private static SSLContext context(Check check) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new CheckedTrust(check)}, null);
        return context;
    }

    /** What a test has checked after all else. */
    @FunctionalInterface
    private interface Check {

        void check(SSLEngine engine) throws CertificateException;
    }

    /** Trusts whom the tests trust, after the check. */
    private static final class CheckedTrust extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager trust;
        private final Check check;

        CheckedTrust(Check check) throws GeneralSecurityException {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(Certificates.shared().trustStore());
            this.trust = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
            this.check = check;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            trust.checkServerTrusted(chain, type, engine);
            check.check(engine);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }
    }

    /** Hangs until the end of the test, for one receiver. */
    private final class HangingChecks implements Check {

        private final int port;
        private final boolean stubborn;
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore ended = new Semaphore(0);

        /** @param stubborn whether it heeds no interrupt */
        HangingChecks(int port, boolean stubborn) {
            this.port = port;
            this.stubborn = stubborn;
        }

        @Override
        public void check(SSLEngine engine) throws CertificateException {
            if (engine.getPeerPort() != port) {
                return;
            }
            begun.release();
            try {
                waitForRelease();
            } finally {
                ended.release();
            }
        }

        private void waitForRelease() throws CertificateException {
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    if (!stubborn) {
                        throw new CertificateException(e);
                    }
                }
            }
        }
    }

    /** Takes from no time to quite some, as others run. */
    private static final class OddChecks implements Check, AutoCloseable {

        private static final int MAX_ROUNDS = 4000;

        private final Random random;
        private final AtomicInteger made = new AtomicInteger();
        private final BlockingQueue<CountDownLatch> waiting = new LinkedBlockingQueue<>();
        private final Thread releasing = new Thread(this::release, "releases checks");

        OddChecks(long seed) {
            random = new Random(seed);
            releasing.setDaemon(true);
            releasing.start();
        }

        @Override
        public void check(SSLEngine engine) throws CertificateException {
            made.incrementAndGet();
            if (rounds() % 4 == 0) {
                return;
            }
            CountDownLatch latch = new CountDownLatch(1);
            waiting.add(latch);
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new CertificateException(e);
            }
        }

        private void release() {
            try {
                while (true) {
                    CountDownLatch latch = waiting.take();
                    for (int i = rounds(); i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    latch.countDown();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized int rounds() {
            return random.nextInt(MAX_ROUNDS);
        }

        @Override
        public void close() {
            releasing.interrupt();
        }
    }
}
