/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The pages of a database, as bytes. Its log is none of them. */
final class PageFile implements AutoCloseable {

    private static final int PAGES_AT_A_TIME = 128;

    private final FileChannel channel;

    PageFile(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Is told of pages. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A page, from 1 on.
         *
         * @param bytes are others after the call
         */
        void visit(long number, byte[] bytes) throws IOException;
    }

    /** Goes through all pages. */
    void visit(Visitor visitor) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(PAGES_AT_A_TIME * Schema.PAGE_BYTES);
        byte[] page = new byte[Schema.PAGE_BYTES];
        long number = 0;
        do {
            fill(channel, some, number * Schema.PAGE_BYTES);
            while (some.remaining() >= Schema.PAGE_BYTES) {
                some.get(page);
                visitor.visit(++number, page);
            }
        } while (some.capacity() == some.limit());
    }

    /** The bytes of a page, from 1 on; null if there is none. */
    byte[] page(long number) throws IOException {
        if (number < 1 || number > channel.size() / Schema.PAGE_BYTES) {
            return null;
        }
        ByteBuffer page = ByteBuffer.allocate(Schema.PAGE_BYTES);
        fill(channel, page, (number - 1) * Schema.PAGE_BYTES);
        return page.remaining() == Schema.PAGE_BYTES ? page.array() : null;
    }

    /** Reads as much as there is, and there is room for. */
    static void fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        buffer.clear();
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, from + buffer.position());
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
