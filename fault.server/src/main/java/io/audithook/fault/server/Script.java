/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import io.audithook.fault.server.internal.Arrival;
import io.audithook.fault.server.internal.Program;
import io.audithook.fault.server.internal.Programs;
import io.audithook.fault.server.internal.ScriptParser;
import java.time.Duration;

/**
 * What a server does on one connection, step by step. Immutable: each method gives a longer script. After the last step
 * the connection is closed.
 *
 * <p>While a script sleeps, hangs or waits for the client to take what it writes, the server goes on reading and notes
 * requests, until {@link #stopReading()}. A read step whose bytes never come ends the connection when the client ends its
 * output; so does {@link #hang()}. Bytes that a read step has not taken are there for the next.
 *
 * <p>{@link #toString()} is the text form, which {@link #parse} reads.
 */
public final class Script {

    private final Program program;

    private Script(Program program) {
        this.program = program;
    }

    /** Accepts the connection. Also what blocks begin with. */
    public static Script accept() {
        return new Script(Program.EMPTY);
    }

    /** Leaves the connection in the backlog: the client is connected, and nobody is there. All of a script. */
    public static Script noAccept() {
        return new Script(Program.of(Arrival.LEAVE));
    }

    /** Nobody listens: the client is refused. All of a script. */
    public static Script refuse() {
        return new Script(Program.of(Arrival.REFUSE));
    }

    /** The backlog is full, so that the client's attempt to connect hangs. All of a script. Linux only. */
    public static Script dropConnects() {
        return new Script(Program.of(Arrival.DROP));
    }

    /**
     * Reads the text form: steps with {@code ;} or line ends between them, {@code #} before a comment.
     *
     * @throws ScriptException if the text breaks a rule; it says where and which
     */
    public static Script parse(String text) {
        return new Script(ScriptParser.parse(text));
    }

    /**
     * Takes a number of bytes; what comes behind them stays with the kernel, so that closing then resets.
     *
     * @param bytes from 1
     */
    public Script read(long bytes) {
        return new Script(Programs.read(program, bytes));
    }

    /** Takes whatever has come, at least one byte. */
    public Script readAny() {
        return plain("read-any");
    }

    /** Reads until the end of the next request's headers. */
    public Script readHeaders() {
        return plain("read-headers");
    }

    /** Reads until the end of the next request, by its Content-Length or chunks. */
    public Script readRequest() {
        return plain("read-request");
    }

    /** Reads until the client ends its output. */
    public Script readToEnd() {
        return plain("read-to-end");
    }

    /** From here on nothing is read but by read steps: large requests get stuck at the client. */
    public Script stopReading() {
        return plain("stop-reading");
    }

    /** Takes back {@link #stopReading()}. */
    public Script startReading() {
        return plain("start-reading");
    }

    /** Waits on the server's timer. Ends early when the connection or the server does. */
    public Script sleep(Duration time) {
        return sleepBetween(time, time);
    }

    /** As {@link #sleep}, for a time that the seed and the connection's number decide; both bounds may be met. */
    public Script sleepBetween(Duration min, Duration max) {
        return new Script(Programs.sleep(program, min, max));
    }

    /**
     * Writes text.
     *
     * @param text in ISO-8859-1
     */
    public Script write(String text) {
        return new Script(Programs.write(program, text));
    }

    /** Writes bytes. */
    public Script write(byte[] bytes) {
        return new Script(Programs.write(program, bytes));
    }

    /** Writes text byte by byte, and waits after each. */
    public Script trickle(String text, Duration interval) {
        return trickle(text, interval, 1);
    }

    /** Writes text in pieces of so many bytes, and waits after each, also the last. */
    public Script trickle(String text, Duration interval, int pieceBytes) {
        return new Script(Programs.trickle(program, text, interval, pieceBytes));
    }

    /** Writes so many times {@code x}. */
    public Script fill(long bytes) {
        return new Script(Programs.fill(program, bytes));
    }

    /** Writes a gzip stream that unfolds to so many zeros; it has about a thousandth of that. */
    public Script gzipZeros(long zeros) {
        return new Script(Programs.gzipZeros(program, zeros));
    }

    /** Does the steps of a block a number of times. */
    public Script repeat(long times, Script block) {
        return new Script(Programs.repeat(program, times, block.program));
    }

    /** Does the steps of a block again and again. */
    public Script forever(Script block) {
        return new Script(Programs.forever(program, block.program));
    }

    /** Does a handshake; what follows is inside TLS, and nothing more follows if it fails. Once per connection. */
    public Script tls(Tls tls) {
        return new Script(Programs.tls(program, tls.settings()));
    }

    /** Nothing more, until the client goes. */
    public Script hang() {
        return plain("hang");
    }

    /** Ends the output (with TLS, by close_notify and FIN), and goes on. */
    public Script shutdownOutput() {
        return plain("shutdown-output");
    }

    /** Closes the connection, with TLS after a close_notify. A RST if bytes are unread. */
    public Script close() {
        return plain("close");
    }

    /** Closes the connection without a close_notify. */
    public Script drop() {
        return plain("drop");
    }

    /** Resets the connection: RST, and what is not sent is dropped. */
    public Script reset() {
        return plain("reset");
    }

    /** Chooses a script again, for the next request on the connection. */
    public Script next() {
        return plain("next");
    }

    /** This and then the steps of another. */
    public Script then(Script other) {
        return new Script(program.then(other.program));
    }

    /** The same inside TLS from the first byte. */
    public Script over(Tls tls) {
        return accept().tls(tls).then(this);
    }

    private Script plain(String name) {
        return new Script(Programs.plain(program, name));
    }

    Program program() {
        return program;
    }

    /** The text form. An identity that is not one of {@link Certificates#NAMES} is named, but cannot be read again. */
    @Override
    public String toString() {
        return program.toString();
    }
}
