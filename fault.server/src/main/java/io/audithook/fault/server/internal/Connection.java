/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.RecordedConnection.End;
import io.audithook.fault.server.RecordedRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** One connection and its script. On the thread of the loop only. */
final class Connection implements Loop.Ready {

    /** Steps or blocks of data until others have their turn: an endless script must not starve them. */
    private static final int TURNS = 32;

    private static final int MAX_WRITE_BYTES = 64 * 1024;

    private final int number;
    private final SocketChannel channel;
    private final Loop loop;
    private final ConnectionLog log;
    private final RequestParser parser;
    private final SplittableRandom random;
    private SelectionKey key;
    private TlsLayer tls;
    private Action action;
    private Progress waiting = Progress.YIELD;
    private Future<?> alarm;
    private boolean chosen;
    private boolean readAhead;
    private boolean inputEnded;
    private boolean ended;
    private End end = End.OPEN;
    private String detail = "";
    private long received;
    private long consumed;
    private int turns;

    Connection(int number, SocketChannel channel, Loop loop, ConnectionLog log) {
        this.number = number;
        this.channel = channel;
        this.loop = loop;
        this.log = log;
        this.parser = new RequestParser(log);
        this.random = Seeds.script(loop.choice().seed(), number);
        this.action = loop.choice().before().begin();
        this.readAhead = !loop.choice().before().beginsTls();
    }

    void begin(SelectionKey registered) {
        key = registered;
        run();
    }

    @Override
    public void ready() {
        try {
            if (key.isReadable()) {
                readOnce();
            }
            if (!ended && tls != null) {
                tls.flush();
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            end(End.BROKEN, e.toString());
        }
        run();
    }

    /** Goes on with the script as far as it comes. */
    private void run() {
        if (ended) {
            return;
        }
        turns = TURNS;
        try {
            boolean settled;
            do {
                settled = settle(action.advance(this));
            } while (!settled);
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            end(End.BROKEN, e.toString());
        }
    }

    /** Whether there is nothing more to do for now. */
    private boolean settle(Progress progress) throws IOException {
        switch (progress) {
            case DONE, NEXT -> {
                if (progress == Progress.DONE && chosen) {
                    closeInOrder();
                    return true;
                }
                action = Connection::choose;
                return false;
            }
            case PEER_GONE -> end(End.PEER_CLOSED, "");
            case YIELD -> loop.execute(this::run);
            default -> {
                if (progress == Progress.HANG && inputEnded) {
                    end(End.PEER_CLOSED, "");
                }
            }
        }
        waiting = progress;
        interest();
        return true;
    }

    private Progress choose() throws IOException {
        Choice choice = loop.choice();
        Optional<Program> known = choice.known(number);
        if (known.isEmpty() && !parser.notHttp()) {
            Progress head = consumedUpTo(parser.headersEnd(consumed));
            if (head != Progress.DONE) {
                return head;
            }
        }
        Program program = known.orElseGet(() -> choice.forPath(number, nextPath()));
        if (!chosen) {
            log.script(program.toString());
        }
        chosen = true;
        if (tls == null) {
            readAhead = !program.beginsTls();
        }
        action = program.begin();
        return action.advance(this);
    }

    private String nextPath() {
        return parser.requestLine(consumed)
                .map(line -> new RecordedRequest(number, 1, 0, line, List.of(), new byte[0], 0).path())
                .orElse("");
    }

    private void interest() {
        if (ended) {
            return;
        }
        int operations = 0;
        if (!inputEnded && (readAhead || waiting == Progress.READ)) {
            operations |= SelectionKey.OP_READ;
        }
        if (waiting == Progress.WRITE || (tls != null && tls.pending())) {
            operations |= SelectionKey.OP_WRITE;
        }
        key.interestOps(operations);
    }

    private void readOnce() throws IOException {
        ByteBuffer scratch = loop.scratch();
        if (tls == null) {
            scratch.limit((int) Math.max(1, Math.min(scratch.capacity(), action.wanted(this))));
        }
        int count = channel.read(scratch);
        if (count < 0) {
            inputEnds();
            return;
        }
        scratch.flip();
        log.wire(count, 0);
        if (tls == null) {
            received(scratch);
        } else {
            tls.received(scratch);
        }
    }

    /** Takes what the client says; with TLS, what is inside. */
    void received(ByteBuffer bytes) {
        received += bytes.remaining();
        log.received(bytes);
        parser.feed(bytes);
    }

    void inputEnds() {
        inputEnded = true;
    }

    // what steps call

    RequestParser parser() {
        return parser;
    }

    SplittableRandom random() {
        return random;
    }

    long received() {
        return received;
    }

    long consumed() {
        return consumed;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** Whether there is time for one more; if not, the action must yield. */
    boolean takeTurn() {
        return turns-- > 0;
    }

    /** Has the script taken the input up to a place, once that has come. */
    Progress consume(long end) {
        Progress progress = consumedUpTo(end);
        if (progress == Progress.DONE) {
            consumed = Math.max(consumed, end);
            parser.forget(consumed);
        }
        return progress;
    }

    private Progress consumedUpTo(long end) {
        if (end <= received) {
            return Progress.DONE;
        }
        return inputEnded ? Progress.PEER_GONE : Progress.READ;
    }

    Progress readAhead(boolean on) {
        readAhead = on;
        return Progress.DONE;
    }

    void wakeAfter(long nanos) {
        alarm = loop.schedule(this::run, nanos);
    }

    Progress write(ByteBuffer rest) throws IOException {
        if (tls != null) {
            return tls.write(rest);
        }
        int limit = rest.limit();
        try {
            while (rest.position() < limit) {
                int from = rest.position();
                rest.limit(Math.min(limit, from + MAX_WRITE_BYTES));
                int count = channel.write(rest);
                if (count == 0) {
                    return Progress.WRITE;
                }
                log.wire(0, count);
                log.sent(rest, from);
            }
            return Progress.DONE;
        } finally {
            rest.limit(limit);
        }
    }

    void secure(SSLEngine engine, long cutBytes) {
        if (tls != null) {
            throw new IllegalStateException("TLS within TLS is not here");
        }
        tls = new TlsLayer(engine, cutBytes, this, channel, log, loop);
        readAhead = true;
        parser.restart();
    }

    Progress handshake() throws IOException {
        Progress progress = tls.handshake();
        if (tls.givenUp()) {
            tls = null;
            return Progress.DONE;
        }
        if (progress == Progress.READ && inputEnded) {
            return end(End.TLS_FAILED, "the client ended the connection during the handshake");
        }
        return progress;
    }

    Progress shutdownOutput() throws IOException {
        if (tls != null) {
            tls.sayGoodbye();
        }
        channel.shutdownOutput();
        return Progress.DONE;
    }

    Progress closeInOrder() throws IOException {
        if (tls != null) {
            tls.sayGoodbye();
        }
        return end(End.CLOSED, "");
    }

    Progress reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        return end(End.RESET, "");
    }

    private void fail(IOException e) {
        boolean inTls = e instanceof SSLException || (tls != null && !tls.handshaken());
        end(inTls ? End.TLS_FAILED : End.PEER_RESET, String.valueOf(e.getMessage()));
    }

    Progress end(End how, String message) {
        if (!ended) {
            ended = true;
            end = how;
            detail = message;
            if (alarm != null) {
                alarm.cancel(false);
            }
            key.cancel();
            loop.gone(this);
        }
        return Progress.ENDED;
    }

    /** Closes the channel of a connection that has ended. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            detail += " (and closing failed: " + e.getMessage() + ")";
        }
        log.ended(end, detail);
    }
}
