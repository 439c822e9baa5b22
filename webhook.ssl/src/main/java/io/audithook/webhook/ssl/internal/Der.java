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

/** The little of ASN.1's DER that a private key in another envelope takes. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
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

    /** What a sequence holds. */
    static List<Element> children(byte[] sequence) throws MaterialException {
        try {
            Element outer = next(ByteBuffer.wrap(sequence));
            if (outer.tag() == SEQUENCE) {
                List<Element> children = new ArrayList<>();
                ByteBuffer content = ByteBuffer.wrap(outer.content());
                while (content.hasRemaining()) {
                    children.add(next(content));
                }
                return children;
            }
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            // said below, without the cause, which knows nothing more
        }
        throw new MaterialException("holds a damaged private key");
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
        if (length > in.remaining()) {
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
