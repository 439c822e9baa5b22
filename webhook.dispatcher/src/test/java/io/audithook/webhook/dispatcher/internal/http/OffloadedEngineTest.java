/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.Certificates;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handshake whose tasks run when the test says so. */
class OffloadedEngineTest {

    private static final char[] PASSWORD = "p".toCharArray();
    private static final int LARGE = 64 * 1024;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger told = new AtomicInteger();
    private final Callback reader = Callback.from(told::incrementAndGet);
    private final ByteBuffer plain = ByteBuffer.allocate(LARGE);
    private OffloadedEngine client;
    private ByteBuffer flight;

    @BeforeEach
    void answerTheHello() throws Exception {
        SSLEngine real = Certificates.shared().clientContext().createSSLEngine("localhost", 443);
        real.setUseClientMode(true);
        client = new OffloadedEngine(real, new HandshakeTasks(tasks::add), Runnable::run);
        ByteBuffer hello = ByteBuffer.allocate(LARGE);
        client.wrap(ByteBuffer.allocate(0), hello);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(Certificates.shared().named("valid").keyStore(PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        server.unwrap(hello.flip(), plain);
        flight = ByteBuffer.allocate(LARGE);
        for (Runnable task = server.getDelegatedTask(); task != null; task = server.getDelegatedTask()) {
            task.run();
        }
        while (server.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            server.wrap(ByteBuffer.allocate(0), flight);
        }
        flight.flip();
        while (!client.isBusy()) {
            client.unwrap(flight, plain);
        }
    }

    @Test
    void task_untilItHasRun_looksLikeWaitingForTheOtherSide() throws Exception {
        int left = flight.remaining();
        assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_UNWRAP);
        assertThat(client.unwrap(flight, plain).getStatus()).isEqualTo(Status.BUFFER_UNDERFLOW);
        assertThat(client.wrap(ByteBuffer.allocate(1), ByteBuffer.allocate(LARGE))
                        .bytesConsumed())
                .isZero();
        assertThat(flight.remaining()).isEqualTo(left).isPositive();
        assertThat(client.getDelegatedTask()).isNull();
        assertThat(tasks).hasSize(1);
    }

    @Test
    void reader_whoWaitsAsTheTaskEnds_isTold() {
        assertThat(client.await(reader)).isTrue();
        assertThat(told).hasValue(0);
        tasks.remove().run();
        assertThat(told).hasValue(1);
    }

    @Test
    void reader_whoComesAfterTheTask_butWasTurnedAwayBefore_isToldAtOnce() throws Exception {
        assertThat(client.unwrap(flight, plain).getStatus()).isEqualTo(Status.BUFFER_UNDERFLOW);
        tasks.remove().run();
        assertThat(client.await(reader)).isTrue();
        assertThat(told).hasValue(1);
    }

    @Test
    void reader_whoHasLookedSince_waitsForTheOtherSide() throws Exception {
        tasks.remove().run();
        client.unwrap(flight, plain);
        while (client.isBusy()) {
            tasks.remove().run();
            client.unwrap(flight, plain);
        }
        assertThat(client.await(reader)).isFalse();
        assertThat(told).hasValue(0);
    }

    @Test
    void task_ofAClosedEngine_doesNotRun() {
        client.await(reader);
        client.closeOutbound();
        assertThat(client.isOutboundDone()).isTrue();
        assertThat(client.leave()).isSameAs(reader);
        tasks.remove().run();
        assertThat(told).hasValue(0);
        assertThat(client.isBusy()).isTrue();
    }
}
