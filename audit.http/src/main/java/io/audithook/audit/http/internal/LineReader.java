/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of bytes, each ended by LF or CR LF or the end of the stream, and no longer than a limit. */
final class LineReader {

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int end;
    private byte[] line = new byte[2048];

    LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * The next line without its end, or null at the end of the stream.
     *
     * @throws LineTooLongException if it is longer than the limit
     */
    byte[] next() throws IOException, LineTooLongException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (at == end) {
                end = in.read(buffer);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return any ? trimmed(length) : null;
                }
            }
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            // one more than the limit: it may be the CR
            if (length + (at - from) > maxBytes + 1) {
                throw new LineTooLongException();
            }
            if (length + (at - from) > line.length) {
                line = Arrays.copyOf(line, Math.max(line.length * 2, length + (at - from)));
            }
            System.arraycopy(buffer, from, line, length, at - from);
            length += at - from;
            if (at < end) {
                at++;
                return trimmed(length);
            }
        }
    }

    private byte[] trimmed(int length) throws LineTooLongException {
        int to = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (to > maxBytes) {
            throw new LineTooLongException();
        }
        return Arrays.copyOf(line, to);
    }

    /** A line is longer than the limit. */
    static final class LineTooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
