/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The position of the latest entry in a small file of its own. The database cannot tell what it has lost at its end: it
 * is sound without. Written after the commit, and not forced to disk, so that it never names what is not durable; at worst
 * it is behind.
 */
final class HeadMark implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeadMark.class);

    /** "AHKh" */
    private static final int MAGIC = 0x41484B68;

    private static final int BYTES = 28;

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private FileChannel channel;
    private Object opened;
    private boolean failing;

    /**
     * What the file says.
     *
     * @param store the id of the store
     * @param position the latest position that was given
     * @param settled all entries up to here were settled by every endpoint, at least
     */
    record Mark(int store, long position, long settled) {}

    HeadMark(Path file) {
        this.file = file;
    }

    /** What was marked; empty if nothing was, or it cannot be read. */
    static Optional<Mark> read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(beginning(file));
            // what somebody else has written behind it does no harm
            if (bytes.remaining() == BYTES && bytes.getInt(0) == MAGIC) {
                Mark mark = new Mark(bytes.getInt(4), bytes.getLong(8), bytes.getLong(16));
                return bytes.getInt(24) == crc(mark) ? Optional.of(mark) : Optional.empty();
            }
        } catch (IOException e) {
            LOG.debug("The mark {} cannot be read: {}", file, e.toString());
        }
        return Optional.empty();
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(BYTES);
        }
    }

    Optional<Mark> read() {
        return read(file);
    }

    /** Marks how far the log goes. That it cannot is no reason to refuse an event. */
    void write(Mark mark) {
        try {
            if (channel != null && !isOpened()) {
                // somebody has removed or replaced it: nobody would find again what is written there
                close();
            }
            if (channel == null) {
                open();
            }
            buffer.clear();
            buffer.putInt(MAGIC)
                    .putInt(mark.store())
                    .putLong(mark.position())
                    .putLong(mark.settled())
                    .putInt(crc(mark));
            channel.write(buffer.flip(), 0);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "The end of the log cannot be marked in {}; its loss would not be noticed: {}",
                        file,
                        e.toString());
            }
        }
    }

    private void open() throws IOException {
        StoreDirectory.touch(file);
        opened = StoreFiles.key(file);
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
        if (channel.size() > BYTES) {
            // what somebody else has written there is no part of it
            channel.truncate(0);
        }
    }

    private boolean isOpened() {
        try {
            return opened.equals(StoreFiles.key(file));
        } catch (IOException e) {
            LOG.debug("The mark {} cannot be looked at: {}", file, e.toString());
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private static int crc(Mark mark) {
        return new Checksum()
                .reset()
                .add(mark.store())
                .add(mark.position())
                .add(mark.settled())
                .value();
    }
}
