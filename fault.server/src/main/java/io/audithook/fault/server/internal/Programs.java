/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.time.Duration;

/** Adds steps to programs: what the fluent scripts and the text have in common. */
public final class Programs {

    private Programs() {}

    /** Adds the step of that name that takes no argument. */
    public static Program plain(Program program, String name) {
        return program.then(ScriptParser.parse(name));
    }

    /** Adds reading a number of bytes. */
    public static Program read(Program program, long bytes) {
        return program.with(new Read(bytes));
    }

    /** Adds a pause. */
    public static Program sleep(Program program, Duration min, Duration max) {
        return program.with(new Sleep(min, max));
    }

    /** Adds bytes to write. */
    public static Program write(Program program, byte[] bytes) {
        return program.with(new Write(new Bytes(bytes)));
    }

    /** Adds text to write, as ISO-8859-1. */
    public static Program write(Program program, String text) {
        return program.with(new Write(Bytes.of(text)));
    }

    /** Adds text to write slowly. */
    public static Program trickle(Program program, String text, Duration interval, int piece) {
        return program.with(new Trickle(Bytes.of(text), piece, interval));
    }

    /** Adds many bytes. */
    public static Program fill(Program program, long bytes) {
        return program.with(new Fill(bytes));
    }

    /** Adds compressed zeros. */
    public static Program gzipZeros(Program program, long zeros) {
        return program.with(new GzipZeros(zeros));
    }

    /** Adds a block, repeated. */
    public static Program repeat(Program program, long times, Program block) {
        return program.with(new Repeat(times, block));
    }

    /** Adds a block, repeated without end. */
    public static Program forever(Program program, Program block) {
        return program.with(new Repeat(Repeat.FOREVER, block));
    }

    /** Adds a handshake. */
    public static Program tls(Program program, TlsSettings settings) {
        return program.with(new StartTls(settings));
    }
}
