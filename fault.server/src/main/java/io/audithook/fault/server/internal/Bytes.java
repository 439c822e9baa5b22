/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that do not change, and their text form. */
final class Bytes {

    private static final int HIGHEST_ASCII = 0x7e;

    private final byte[] bytes;

    Bytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static Bytes of(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.charAt(i) > 0xff) {
                throw new IllegalArgumentException("\"" + latin1 + "\" has a character beyond ISO-8859-1 at " + i
                        + ": write its bytes, as \\xHH or as an array");
            }
        }
        return new Bytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    int length() {
        return bytes.length;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
        for (byte each : bytes) {
            int c = each & 0xff;
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) c);
                default -> {
                    if (c >= ' ' && c <= HIGHEST_ASCII) {
                        text.append((char) c);
                    } else {
                        text.append("\\x")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 0xf, 16));
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
