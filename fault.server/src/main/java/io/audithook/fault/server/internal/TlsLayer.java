/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** TLS on one connection. Holds buffers only while there is something in them. On the thread of the loop only. */
final class TlsLayer {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Connection connection;
    private final SocketChannel channel;
    private final ConnectionLog log;
    private final Loop loop;
    /** What may still be sent before TLS is given up. */
    private long allowance;

    private ByteBuffer undecoded = EMPTY;
    private ByteBuffer unsent = EMPTY;
    private boolean handshaken;
    private boolean givenUp;

    TlsLayer(
            SSLEngine engine,
            long cutBytes,
            Connection connection,
            SocketChannel channel,
            ConnectionLog log,
            Loop loop) {
        this.engine = engine;
        this.allowance = cutBytes == 0 ? Long.MAX_VALUE : cutBytes;
        this.connection = connection;
        this.channel = channel;
        this.log = log;
        this.loop = loop;
    }

    boolean handshaken() {
        return handshaken;
    }

    boolean givenUp() {
        return givenUp;
    }

    boolean pending() {
        return unsent.hasRemaining();
    }

    Progress handshake() throws IOException {
        if (!flush()) {
            return Progress.WRITE;
        }
        return handshaken ? Progress.DONE : Progress.READ;
    }

    void received(ByteBuffer encrypted) throws IOException {
        ByteBuffer source = joined(undecoded, encrypted);
        undecoded = EMPTY;
        try {
            while (unwrap(source)) {
                // until it wants more bytes
            }
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
        if (source.hasRemaining()) {
            undecoded = copy(source);
        }
        flush();
    }

    /** Whether to go on. */
    private boolean unwrap(ByteBuffer source) throws SSLException {
        ByteBuffer plain = loop.plainScratch();
        SSLEngineResult result = engine.unwrap(source, plain);
        note(result);
        plain.flip();
        if (plain.hasRemaining()) {
            connection.received(plain);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            connection.inputEnds();
            return false;
        }
        boolean worked = work();
        return result.getStatus() == SSLEngineResult.Status.OK
                && (source.hasRemaining() || worked)
                && (worked || result.bytesConsumed() > 0);
    }

    /** Does what the handshake needs; whether there was anything. */
    private boolean work() throws SSLException {
        boolean worked = false;
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> {
                    if (wrap(EMPTY.duplicate()) == 0) {
                        return worked;
                    }
                }
                default -> {
                    return worked;
                }
            }
            worked = true;
        }
    }

    Progress write(ByteBuffer rest) throws IOException {
        while (true) {
            if (!flush()) {
                return Progress.WRITE;
            }
            if (!rest.hasRemaining()) {
                return Progress.DONE;
            }
            int from = rest.position();
            if (wrap(rest) == 0) {
                throw new SSLException("TLS output has ended");
            }
            log.sent(rest, from);
        }
    }

    /** How many encrypted bytes came of it. */
    private int wrap(ByteBuffer plain) throws SSLException {
        ByteBuffer encrypted = loop.encryptedScratch();
        SSLEngineResult result = engine.wrap(plain, encrypted);
        note(result);
        unsent = joined(unsent, copy(encrypted.flip()));
        return result.bytesProduced();
    }

    private void note(SSLEngineResult result) {
        if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED && !handshaken) {
            handshaken = true;
            log.secured(engine.getSession().getProtocol());
        }
    }

    /** Sends what is encrypted; whether that was all. */
    boolean flush() throws IOException {
        while (unsent.hasRemaining()) {
            int limit = unsent.limit();
            unsent.limit((int) Math.min(limit, unsent.position() + allowance));
            int count = channel.write(unsent);
            unsent.limit(limit);
            if (count == 0) {
                return false;
            }
            log.wire(0, count);
            allowance -= count;
            if (allowance == 0) {
                givenUp = true;
                unsent = EMPTY;
            }
        }
        unsent = EMPTY;
        return true;
    }

    /** Tells the client that the output ends, unless the socket takes no more. */
    void sayGoodbye() throws IOException {
        engine.closeOutbound();
        work();
        flush();
    }

    private void sendAlert() {
        try {
            work();
            flush();
        } catch (IOException e) {
            // the first failure is the one to report
            unsent = EMPTY;
        }
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        if (!first.hasRemaining()) {
            return second;
        }
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }

    private static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }
}
