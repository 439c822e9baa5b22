/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps a directory to one outbox, in this process and in all others.
 *
 * <p>POSIX drops all locks of a process on a file as soon as the process closes <em>any</em> descriptor of it. So a
 * second outbox of this process must not even open the file: it is turned away by {@link #HELD}.
 */
final class DirectoryLock implements AutoCloseable {

    /** The directories that are locked through this class. Guarded by the class. */
    private static final Set<Path> HELD = new HashSet<>();

    /**
     * Lock files that another class loader of this process has locked, such as an older bundle that has not ended. They
     * stay open, since closing them would drop its lock. Guarded by the class.
     */
    private static final List<FileChannel> LEFT_OPEN = new ArrayList<>();

    private static final int MAX_NOTE_BYTES = 100;

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks a directory that exists.
     *
     * @throws OutboxException if it is in use
     * @throws IOException if it cannot be locked
     */
    static DirectoryLock take(Path directory, Path file) throws IOException {
        synchronized (DirectoryLock.class) {
            Path real = directory.toRealPath();
            if (HELD.contains(real)) {
                throw inUse(directory, "this process");
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    throw inUse(directory, "another process");
                }
            } catch (OverlappingFileLockException e) {
                LEFT_OPEN.add(channel);
                throw inUse(directory, "this process");
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            HELD.add(real);
            return new DirectoryLock(real, channel);
        }
    }

    /** What was noted in the lock file, by this process or one before. Through the lock itself, which another descriptor would drop. */
    String note() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_NOTE_BYTES);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    void note(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        channel.truncate(0);
        channel.write(bytes, 0);
        channel.force(true);
    }

    /** Has no effect the second time. */
    @Override
    public void close() throws IOException {
        synchronized (DirectoryLock.class) {
            if (channel.isOpen()) {
                try {
                    channel.close();
                } finally {
                    HELD.remove(directory);
                }
            }
        }
    }

    private static OutboxException inUse(Path directory, String user) {
        return new OutboxException(
                "The outbox directory " + directory + " is in use by " + user + "; one outbox per directory", null);
    }
}
