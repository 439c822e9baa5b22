/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.time.Duration;
import java.util.List;

/**
 * What a receiver can do wrong below and in HTTP, whatever the status. Answers in good order but with a bad status are
 * in {@link Answers}. Each works in plain and, with {@link Script#over}, in TLS, but for those that are about connecting.
 */
public final class Faults {

    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String OK = HEAD + "Content-Length: 2\r\n\r\nOK";
    private static final Duration RACE = Duration.ofMillis(2);

    /** Short enough for idle timeouts not to be what ends it. */
    private static final Duration TRICKLE = Duration.ofMillis(50);

    private Faults() {}

    /** All, with short intervals. Those that send on and on, or hang, need a client that gives up. */
    public static List<Fault> all() {
        return List.of(
                new Fault("refuse", Script.refuse()),
                new Fault("connect-hangs", Script.dropConnects()),
                new Fault("never-accepted", Script.noAccept()),
                new Fault("never-reads", Script.accept().stopReading().hang()),
                new Fault("never-answers", neverAnswers()),
                new Fault("hang-in-status-line", answer("HTTP/1.1 20").hang()),
                new Fault("hang-in-headers", hangInHeaders()),
                new Fault("hang-in-body-200", hangInBody(200)),
                new Fault("hang-in-body-500", hangInBody(500)),
                new Fault(
                        "trickle-headers", answer(HEAD).forever(Script.accept().trickle("X: y\r\n", TRICKLE))),
                new Fault("trickle-body-200", trickleBody(200, TRICKLE)),
                new Fault("trickle-body-500", trickleBody(500, TRICKLE)),
                new Fault("endless-headers", endlessHeaders()),
                new Fault(
                        "endless-header",
                        answer(HEAD + "X: ").forever(Script.accept().fill(16 * 1024))),
                new Fault("long-header", longHeader(9 * 1024)),
                new Fault("many-headers", manyHeaders(150)),
                new Fault("endless-interim", endlessInterim()),
                new Fault("reset-before-read", Script.accept().reset()),
                new Fault("reset-in-request", Script.accept().read(10).reset()),
                new Fault("close-before-read", Script.accept().close()),
                new Fault("reset-after-request", Script.accept().readRequest().reset()),
                new Fault("close-after-request", Script.accept().readRequest().close()),
                new Fault("reset-in-headers", answer(HEAD + "Content-Le").reset()),
                new Fault(
                        "reset-in-body-200",
                        answer(HEAD + "Content-Length: 100\r\n\r\nhalf").reset()),
                new Fault("keep-alive-race", keepAliveRace()),
                new Fault(
                        "garbage",
                        answer("\u0000\u0001\u0002 220 SMTP ready\r\n\r\n").close()),
                new Fault("http-0.9", answer("<html>OK</html>\n").close()),
                new Fault(
                        "wrong-version",
                        answer("HTTP/4.2 200 OK\r\nContent-Length: 0\r\n\r\n").close()),
                new Fault("bad-header", answer(HEAD + "no colon here\r\n\r\n").close()),
                new Fault("huge-body", hugeBody(100L << 20)),
                new Fault("endless-body", endlessBody()),
                new Fault("endless-chunks", endlessChunks()),
                new Fault("gzip-bomb", gzipBomb(10L << 30)),
                new Fault(
                        "body-too-short",
                        answer(HEAD + "Content-Length: 100\r\n\r\nOK").close()),
                new Fault("body-too-long", answer(OK + "and more than that").close()),
                new Fault(
                        "bad-length",
                        answer(HEAD + "Content-Length: two\r\n\r\nOK").close()),
                new Fault("length-and-chunked", lengthAndChunked()),
                new Fault(
                        "two-lengths",
                        answer(HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nOK")
                                .close()),
                new Fault(
                        "bad-chunk",
                        answer(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\nOK\r\n")
                                .close()));
    }

    /** Reads requests, answers none. */
    public static Script neverAnswers() {
        return Script.accept().readRequest().hang();
    }

    /** Answers well, after a while, as often as is asked on the connection. */
    public static Script slow(Duration delay) {
        return Script.accept()
                .forever(Script.accept().readRequest().sleep(delay).write(OK));
    }

    /** Stops in the middle of the headers. */
    public static Script hangInHeaders() {
        return answer(HEAD + "Content-Length: 2\r\nX-Ha").hang();
    }

    /** Stops in the middle of the body. */
    public static Script hangInBody(int status) {
        return answer("HTTP/1.1 " + status + " Hm\r\nContent-Length: 100\r\n\r\nhalf")
                .hang();
    }

    /** Sends one-byte chunks for ever. */
    public static Script trickleBody(int status, Duration interval) {
        return answer("HTTP/1.1 " + status + " Hm\r\nTransfer-Encoding: chunked\r\n\r\n")
                .forever(Script.accept().trickle("1\r\nx\r\n", interval, 6));
    }

    /** Sends header after header, as fast as the client takes them. */
    public static Script endlessHeaders() {
        return answer(HEAD).forever(Script.accept().write("X-More: and more\r\n".repeat(64)));
    }

    /** Sends one header with a value of so many bytes, and otherwise a good answer. */
    public static Script longHeader(int bytes) {
        return answer(HEAD + "X-Long: " + "x".repeat(bytes) + "\r\nContent-Length: 2\r\n\r\nOK")
                .close();
    }

    /** Sends so many short headers, and otherwise a good answer. */
    public static Script manyHeaders(int count) {
        return answer(HEAD + "X: y\r\n".repeat(count) + "Content-Length: 2\r\n\r\nOK")
                .close();
    }

    /** Sends interim answers for ever. */
    public static Script endlessInterim() {
        return Script.accept()
                .readRequest()
                .forever(Script.accept().trickle("HTTP/1.1 102 Processing\r\n\r\n", Duration.ofMillis(1), 64));
    }

    /**
     * Answers one request and keeps the connection, then closes it at a time between 0 and 2 ms later that the seed
     * decides, just when the client may be about to write the next. What the client writes is not read: it is reset.
     */
    public static Script keepAliveRace() {
        return Script.accept()
                .readRequest()
                .write(OK)
                .stopReading()
                .sleepBetween(Duration.ZERO, RACE)
                .close();
    }

    /** A body of that length, all of which is sent. */
    public static Script hugeBody(long bytes) {
        return answer(HEAD + "Content-Length: " + bytes + "\r\n\r\n")
                .fill(bytes)
                .close();
    }

    /** A body that only the end of the connection would end, which does not come. */
    public static Script endlessBody() {
        return answer(HEAD + "\r\n").forever(Script.accept().fill(64 * 1024));
    }

    /** Chunks for ever. */
    public static Script endlessChunks() {
        return answer(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
                .forever(Script.accept().write("4000\r\n").fill(0x4000).write("\r\n"));
    }

    /** A small body that unfolds to so many bytes. */
    public static Script gzipBomb(long bytes) {
        return answer(HEAD + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n")
                .gzipZeros(bytes)
                .close();
    }

    /** Both ways to say how long the body is. */
    public static Script lengthAndChunked() {
        return answer(HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n")
                .close();
    }

    private static Script answer(String text) {
        return Script.accept().readRequest().write(text);
    }
}
