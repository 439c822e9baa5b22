/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of an outbox: for our eyes only, and for one process at a time. */
final class StoreDirectory implements AutoCloseable {

    private static final String LOCK = "outbox.lock";
    private static final String DATABASE = "outbox.db";

    private final Path directory;
    private final FileChannel channel;

    private StoreDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Creates the directory if need be and locks it.
     *
     * @throws OutboxException if it cannot be created or written, or is in use
     */
    static StoreDirectory open(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            restrict(directory, "rwx------");
            touch(directory.resolve(DATABASE));
            touch(directory.resolve(LOCK));
            channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new OutboxException("The outbox directory " + directory + " cannot be written: " + e, e);
        }
        if (!lock(channel, directory)) {
            close(channel, directory);
            throw new OutboxException(
                    "The outbox directory " + directory + " is in use by another process; one process per directory",
                    null);
        }
        return new StoreDirectory(directory, channel);
    }

    Path database() {
        return directory.resolve(DATABASE);
    }

    /** Lets others have the directory. */
    @Override
    public void close() {
        close(channel, directory);
    }

    private static boolean lock(FileChannel channel, Path directory) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            close(channel, directory);
            throw new OutboxException("The outbox directory " + directory + " cannot be locked: " + e, e);
        }
    }

    private static void close(FileChannel channel, Path directory) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new OutboxException("The lock of " + directory + " cannot be released", e);
        }
    }

    /** SQLite gives its other files the rights of the database. */
    private static void touch(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        restrict(file, "rw-------");
    }

    private static void restrict(Path path, String rights) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(rights));
        }
    }
}
