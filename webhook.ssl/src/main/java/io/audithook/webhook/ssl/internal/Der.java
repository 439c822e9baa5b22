/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The little of ASN.1's DER that a private key in another envelope takes, and a question to an OCSP responder. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int ENUMERATED = 0x0a;
    static final int SEQUENCE = 0x30;
    static final int CONTEXT_0 = 0xa0;

    private Der() {}

    static byte[] encode(int tag, byte[]... contents) {
        byte[] content = concat(contents);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** What a sequence of a private key holds. */
    static List<Element> children(byte[] sequence) throws MaterialException {
        try {
            return inside(sequence);
        } catch (IllegalArgumentException e) {
            throw new MaterialException("holds a damaged private key");
        }
    }

    /**
     * What a sequence holds.
     *
     * @throws IllegalArgumentException if it is none, or a damaged one
     */
    static List<Element> inside(byte[] sequence) {
        try {
            Element outer = next(ByteBuffer.wrap(sequence));
            if (outer.tag() != SEQUENCE) {
                throw new IllegalArgumentException("is no sequence");
            }
            return elements(outer.content());
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("is cut off", e);
        }
    }

    /**
     * What stands one after another.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    static List<Element> elements(byte[] bytes) {
        try {
            List<Element> elements = new ArrayList<>();
            ByteBuffer content = ByteBuffer.wrap(bytes);
            while (content.hasRemaining()) {
                elements.add(next(content));
            }
            return elements;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("is cut off", e);
        }
    }

    private static Element next(ByteBuffer in) {
        int tag = in.get() & 0xff;
        int length = in.get() & 0xff;
        if (length > 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (in.get() & 0xff);
            }
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        in.get(content);
        return new Element(tag, content);
    }

    /**
     * A tag and what is in it.
     *
     * @param tag what it is
     * @param content its bytes, not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Element(int tag, byte[] content) {}
}
