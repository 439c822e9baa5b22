/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all HTTP clients share, so that their number does not multiply threads and buffers: a bounded
 * thread pool, another for the tasks of TLS handshakes, a timer and a buffer pool. Each client adds one selector thread from the
 * first pool.
 */
final class ClientResources implements AutoCloseable {

    /** Selectors park on pool threads, so this bounds the number of clients, not of requests. */
    private static final int MAX_THREADS = 512;

    private static final int MIN_THREADS = 2;

    /**
     * Checks of certificates may hang, so they have threads of their own, and selectors always find one. Enough for 32
     * receivers of which each holds as many as it may.
     */
    private static final int HANDSHAKE_THREADS = 32 * HandshakeTasks.PER_RECEIVER;

    /** Half of it passes before a task that hangs is interrupted; what heeds no interrupt is left behind. */
    private static final long HANDSHAKE_STOP_MILLIS = 500;

    private final QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, 30_000);
    private final QueuedThreadPool handshakeThreads = new QueuedThreadPool(HANDSHAKE_THREADS, 0, 30_000);
    private final Scheduler scheduler = new ScheduledExecutorScheduler("audithook-http-timer", true);
    private final ByteBufferPool buffers = new ArrayByteBufferPool();

    ClientResources() {
        threads.setName("audithook-http");
        threads.setDaemon(true);
        // no spare threads in waiting: nothing of ours blocks one
        threads.setReservedThreads(0);
        handshakeThreads.setName("audithook-handshake");
        handshakeThreads.setDaemon(true);
        handshakeThreads.setReservedThreads(0);
        handshakeThreads.setStopTimeout(HANDSHAKE_STOP_MILLIS);
        try {
            threads.start();
            handshakeThreads.start();
            scheduler.start();
        } catch (Exception e) {
            close();
            throw new TransportException("The threads of the HTTP client cannot be started", e);
        }
    }

    QueuedThreadPool threads() {
        return threads;
    }

    /** Runs the tasks of TLS handshakes, which may block. */
    QueuedThreadPool handshakeThreads() {
        return handshakeThreads;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    ByteBufferPool buffers() {
        return buffers;
    }

    @Override
    public void close() {
        LifeCycle.stop(scheduler);
        LifeCycle.stop(handshakeThreads);
        LifeCycle.stop(threads);
    }
}
