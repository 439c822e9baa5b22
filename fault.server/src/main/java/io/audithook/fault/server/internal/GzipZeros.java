/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Sends a correct gzip stream of zeros, about a thousandth of their number, a block at a time. */
record GzipZeros(long zeros) implements Step {

    private static final int BLOCK_ZEROS = 1 << 20;
    private static final byte[] ZEROS = new byte[BLOCK_ZEROS];
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] LAST_BLOCK = {3, 0};
    private static final Bytes BLOCK = new Bytes(deflated(BLOCK_ZEROS));

    GzipZeros {
        if (zeros < 1) {
            throw new IllegalArgumentException("gzip-zeros " + zeros + ": at least one byte");
        }
    }

    /** Flushed, so that it can follow and be followed by any other such block. */
    private static byte[] deflated(int count) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(ZEROS, 0, count);
            byte[] out = new byte[64 * 1024];
            int length = deflater.deflate(out, 0, out.length, Deflater.FULL_FLUSH);
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    @Override
    public Action begin() {
        return new Action() {

            private final CRC32 checksum = new CRC32();
            private long left = zeros;
            private ByteBuffer rest = ByteBuffer.wrap(HEADER);
            private boolean trailer;

            @Override
            public Progress advance(Connection connection) throws IOException {
                while (true) {
                    Progress written = connection.write(rest);
                    if (written != Progress.DONE) {
                        return written;
                    }
                    if (trailer) {
                        return Progress.DONE;
                    }
                    if (!connection.takeTurn()) {
                        return Progress.YIELD;
                    }
                    rest = following();
                }
            }

            private ByteBuffer following() {
                int count = (int) Math.min(left, BLOCK_ZEROS);
                if (count == 0) {
                    trailer = true;
                    return ByteBuffer.allocate(LAST_BLOCK.length + 2 * Integer.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(LAST_BLOCK)
                            .putInt((int) checksum.getValue())
                            .putInt((int) zeros)
                            .flip();
                }
                left -= count;
                checksum.update(ZEROS, 0, count);
                return count == BLOCK_ZEROS ? BLOCK.buffer() : ByteBuffer.wrap(deflated(count));
            }
        };
    }

    @Override
    public String toString() {
        return "gzip-zeros " + Words.text(zeros);
    }
}
