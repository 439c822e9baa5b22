/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.util.Callback;

/**
 * An engine whose tasks run elsewhere. While they do, it seems to wait for more from the other side, since that is what
 * lets go of a thread; and it leaves the real one alone, which a task locks for as long as it runs. Safe for use by many threads.
 */
final class OffloadedEngine extends SSLEngine {

    private static final SSLEngineResult NOTHING_READ =
            new SSLEngineResult(Status.BUFFER_UNDERFLOW, HandshakeStatus.NEED_UNWRAP, 0, 0);

    private static final SSLEngineResult NOTHING_WRITTEN =
            new SSLEngineResult(Status.OK, HandshakeStatus.NEED_UNWRAP, 0, 0);

    private final SSLEngine engine;
    private final HandshakeTasks tasks;
    private final HandshakeTasks.Receiver receiver;
    private final Executor waker;
    private final Runnable work = this::work;

    /** Whether tasks wait for their turn, or run. */
    private boolean busy;

    /**
     * Whether tasks have ended, and nobody has read since. Only a read shows what has become of the handshake: the
     * connection has readers and writers wait for each other by the state it finds, and the state must not change in between.
     */
    private boolean unseen;

    /** Whether it was closed as tasks waited or ran. */
    private boolean closed;

    /** What a task threw, which leaves the real one useless; null if none did. */
    private Throwable thrown;

    /** Who is told when the tasks have ended; null for nobody. */
    private Callback waiting;

    /** As tasks began. */
    private SSLSession session;

    private SSLSession handshakeSession;

    /**
     * @param engine the real one, of a client
     * @param tasks runs its tasks
     * @param waker tells who waits that they have ended
     */
    OffloadedEngine(SSLEngine engine, HandshakeTasks tasks, Executor waker) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.tasks = tasks;
        this.receiver = new HandshakeTasks.Receiver(engine.getPeerHost(), engine.getPeerPort());
        this.waker = waker;
    }

    /** Whether nothing is to be read, since tasks have not ended. */
    synchronized boolean isBusy() {
        return busy;
    }

    /**
     * Has a reader told once the tasks have ended. If they just did, it is told at once: it may have been turned away before.
     *
     * @return false if there are none, so that the reader must wait for the other side
     */
    synchronized boolean await(Callback reader) {
        if (busy) {
            waiting = reader;
            return true;
        }
        if (unseen) {
            waker.execute(reader::succeeded);
        }
        return unseen;
    }

    /** Takes back whom {@link #await} would have told; null if nobody waits. */
    synchronized Callback leave() {
        Callback reader = waiting;
        waiting = null;
        return reader;
    }

    private HandshakeStatus hidden(HandshakeStatus status) {
        if (status != HandshakeStatus.NEED_TASK) {
            return status;
        }
        if (thrown == null) {
            session = engine.getSession();
            handshakeSession = engine.getHandshakeSession();
            tasks.execute(receiver, work);
            busy = true;
        }
        return HandshakeStatus.NEED_UNWRAP;
    }

    private SSLEngineResult hidden(SSLEngineResult result) {
        return result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                ? new SSLEngineResult(
                        result.getStatus(),
                        hidden(result.getHandshakeStatus()),
                        result.bytesConsumed(),
                        result.bytesProduced())
                : result;
    }

    private void work() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        Throwable failure = null;
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (Throwable e) {
            // an error: all else the engine throws itself, when it is used next
            failure = e;
        }
        ended(failure);
    }

    private synchronized void ended(Throwable failure) {
        busy = false;
        unseen = true;
        thrown = failure;
        session = null;
        handshakeSession = null;
        if (closed) {
            engine.closeOutbound();
        }
        Callback reader = leave();
        if (reader != null) {
            waker.execute(reader::succeeded);
        }
    }

    private void failIfThrown() throws SSLException {
        if (thrown != null) {
            throw new SSLException(thrown.getMessage(), thrown);
        }
    }

    @Override
    public synchronized SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target)
            throws SSLException {
        if (busy || unseen) {
            return NOTHING_WRITTEN;
        }
        failIfThrown();
        return hidden(engine.wrap(sources, offset, length, target));
    }

    @Override
    public synchronized SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
            throws SSLException {
        if (busy) {
            return NOTHING_READ;
        }
        unseen = false;
        failIfThrown();
        return hidden(engine.unwrap(source, targets, offset, length));
    }

    @Override
    public synchronized HandshakeStatus getHandshakeStatus() {
        return busy || unseen ? HandshakeStatus.NEED_UNWRAP : hidden(engine.getHandshakeStatus());
    }

    @Override
    public Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public synchronized void closeOutbound() {
        if (busy) {
            closed = true;
            tasks.withdraw(receiver, work);
        } else {
            engine.closeOutbound();
        }
    }

    @Override
    public synchronized boolean isOutboundDone() {
        return busy ? closed : engine.isOutboundDone();
    }

    @Override
    public synchronized void closeInbound() throws SSLException {
        if (busy) {
            throw new SSLException("Closed in the middle of the TLS handshake");
        }
        engine.closeInbound();
    }

    @Override
    public synchronized boolean isInboundDone() {
        // who finds it done does not ask why
        return !busy && !unseen && engine.isInboundDone();
    }

    @Override
    public synchronized SSLSession getSession() {
        return busy ? session : engine.getSession();
    }

    @Override
    public synchronized SSLSession getHandshakeSession() {
        return busy ? handshakeSession : engine.getHandshakeSession();
    }

    @Override
    public synchronized String getApplicationProtocol() {
        return busy ? null : engine.getApplicationProtocol();
    }

    @Override
    public synchronized String getHandshakeApplicationProtocol() {
        return busy ? null : engine.getHandshakeApplicationProtocol();
    }

    @Override
    public boolean getUseClientMode() {
        return true;
    }

    // the rest is for before the handshake, when there are no tasks

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public void setUseClientMode(boolean client) {
        engine.setUseClientMode(client);
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean enable) {
        engine.setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }
}
