/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of an outbox: for our eyes only, and for one outbox at a time. */
final class StoreDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

    private static final String LOCK = "outbox.lock";
    private static final String DATABASE = "outbox.db";

    private final Path directory;
    private final DirectoryLock lock;

    private StoreDirectory(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Creates the directory if need be and locks it.
     *
     * @throws OutboxException if it cannot be created or written, or is in use
     */
    static StoreDirectory open(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            // createDirectories takes no link to a directory for one
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            restrict(directory, "rwx------");
            Path file = directory.resolve(LOCK);
            touch(file);
            DirectoryLock lock = DirectoryLock.take(directory, file);
            try {
                touch(directory.resolve(DATABASE));
                force(directory);
                force(directory.getParent());
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return new StoreDirectory(directory, lock);
        } catch (IOException e) {
            throw new OutboxException("The outbox directory " + directory + " cannot be written: " + e, e);
        }
    }

    Path database() {
        return directory.resolve(DATABASE);
    }

    /** Lets others have the directory. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of {} could not be released: {}", directory, e.getMessage());
        }
    }

    /** SQLite gives its other files the rights of the database. */
    private static void touch(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        restrict(file, "rw-------");
    }

    /** A file is durable only when its name is. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The directory {} cannot be forced to disk here: {}", directory, e.getMessage());
        }
    }

    private static void restrict(Path path, String rights) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(rights));
        }
    }
}
