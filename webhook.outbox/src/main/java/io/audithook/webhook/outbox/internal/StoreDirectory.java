/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of an outbox and its files: for our eyes only, and for one outbox at a time. */
final class StoreDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

    static final String LOCK = "outbox.lock";
    static final String DATABASE = "outbox.db";
    static final String HEAD = "outbox.head";

    /** The first page of a damaged database, as it was before it was mended. */
    private static final String FIRST_PAGE = "-first-page";

    /** What belongs to a database: its log, and the index of that, which is made anew when it is missing. */
    private static final List<String> SUFFIXES = List.of("-wal", "-shm", "-journal", FIRST_PAGE);

    /** A copy under way: not worth anything. */
    private static final String UNFINISHED = ".new";

    /** A copy that is complete; what it was made of is to be put aside, or is not needed any more. */
    private static final String RESCUED = ".rescued";

    private static final String UPGRADED = ".upgraded";

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'damaged-'yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final DirectoryLock lock;
    private final FileStore disk;
    private final InstantSource clock;
    private final StoreFiles files;
    private final HeadMark mark;

    private StoreDirectory(Path directory, DirectoryLock lock, InstantSource clock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.disk = Files.getFileStore(directory);
        this.clock = clock;
        this.files = new StoreFiles(directory, List.of(database(), directory.resolve(LOCK)), List.of(log(), index()));
        this.mark = new HeadMark(directory.resolve(HEAD));
    }

    /**
     * Creates the directory if need be, locks it, and brings its files in order.
     *
     * @throws OutboxException if it cannot be created or written, or is in use
     */
    static StoreDirectory open(Path path, InstantSource clock) {
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
                StoreDirectory opened = new StoreDirectory(directory, lock, clock);
                opened.bringInOrder();
                force(directory.getParent());
                return opened;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new OutboxException("The outbox directory " + directory + " cannot be written: " + e, e);
        }
    }

    Path database() {
        return directory.resolve(DATABASE);
    }

    /** Where the first page of a damaged database is kept. */
    Path firstPage() {
        return beside(database(), FIRST_PAGE);
    }

    /** The log beside the database. */
    Path log() {
        return beside(database(), "-wal");
    }

    /** The index of the log. */
    private Path index() {
        return beside(database(), "-shm");
    }

    /** Where it is marked how far the log goes. */
    HeadMark mark() {
        return mark;
    }

    /** Which files are open. */
    StoreFiles files() {
        return files;
    }

    /** How much room there is on the disk, in bytes. */
    long usableBytes() throws IOException {
        return disk.getUsableSpace();
    }

    /** How much the log takes, in bytes. */
    long logBytes() {
        return log().toFile().length();
    }

    /** Remembers, apart from the database, what tells this store from others. */
    void noteId(int id) {
        try {
            if (noted().orElse(-1) != id) {
                lock.note(Integer.toString(id));
            }
        } catch (IOException e) {
            LOG.warn("The id of the outbox could not be noted in {}: {}", directory.resolve(LOCK), e.getMessage());
        }
    }

    /** The id that was noted; empty if there never was a store here. */
    OptionalInt noted() {
        try {
            return OptionalInt.of(Integer.parseInt(lock.note().trim()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Where a copy of the database is made; whatever an earlier attempt has left there is gone. */
    Path newCopy() throws IOException {
        Path copy = beside(database(), UNFINISHED);
        delete(copy);
        touch(copy);
        return copy;
    }

    /**
     * Keeps a copy of the log as it is, and puts what is mended in its place. Interrupted by a crash, it begins again.
     *
     * @return where the copy is
     */
    Path mendLog(LogRepair repair) throws IOException {
        Path aside = newAside();
        Path kept = aside.resolve(log().getFileName());
        Files.copy(log(), kept, StandardCopyOption.COPY_ATTRIBUTES);
        try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        force(aside);
        repair.mend(beside(log(), UNFINISHED));
        force(directory);
        return aside;
    }

    /** Removes a copy that nobody needs any more. */
    void deleteCopy() throws IOException {
        delete(beside(database(), UNFINISHED));
    }

    /**
     * Puts a copy, which is complete and closed, in the place of the database. Interrupted by a crash, it is finished at
     * the next start.
     *
     * @param damaged whether the files before are damaged; then they are put aside, otherwise they are deleted
     */
    void replaceBy(Path copy, boolean damaged) throws IOException {
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(copy, beside(database(), damaged ? RESCUED : UPGRADED), StandardCopyOption.ATOMIC_MOVE);
        force(directory);
        finishReplacement();
    }

    /** Puts the files of the database aside and makes an empty one. Returns where they are. */
    Path putAside() throws IOException {
        deleteCopy();
        Path aside = moveAside();
        touch(database());
        force(directory);
        return aside;
    }

    /** Lets others have the directory. */
    @Override
    public void close() {
        try {
            mark.close();
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of {} could not be released: {}", directory, e.getMessage());
        }
    }

    private void bringInOrder() throws IOException {
        delete(beside(database(), UNFINISHED));
        Files.deleteIfExists(beside(log(), UNFINISHED));
        finishReplacement();
        boolean missing = !Files.exists(database()) || Files.size(database()) == 0;
        if (missing && logBytes() > 0) {
            LOG.error(
                    "The database {} is missing or empty, but not its log; the outbox starts empty, and the log is in {}",
                    database(),
                    moveAside());
        } else if (missing && noted().isPresent()) {
            LOG.error("The database {} is missing or empty; the outbox starts empty", database());
        }
        touch(database());
        force(directory);
    }

    private void finishReplacement() throws IOException {
        Path rescued = beside(database(), RESCUED);
        if (Files.exists(rescued)) {
            moveAside();
            Files.move(rescued, database(), StandardCopyOption.ATOMIC_MOVE);
        }
        Path upgraded = beside(database(), UPGRADED);
        if (Files.exists(upgraded)) {
            for (String suffix : SUFFIXES) {
                Files.deleteIfExists(beside(database(), suffix));
            }
            Files.move(upgraded, database(), StandardCopyOption.ATOMIC_MOVE);
        }
        force(directory);
    }

    private Path newAside() throws IOException {
        Path aside = directory.resolve(NAME.format(clock.instant()));
        for (int i = 2; Files.exists(aside); i++) {
            aside = directory.resolve(NAME.format(clock.instant()) + "-" + i);
        }
        Files.createDirectory(aside);
        restrict(aside, "rwx------");
        return aside;
    }

    private Path moveAside() throws IOException {
        Path aside = newAside();
        for (String suffix : SUFFIXES) {
            moveInto(aside, beside(database(), suffix));
        }
        moveInto(aside, database());
        force(aside);
        force(directory);
        return aside;
    }

    private static void moveInto(Path target, Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        for (String suffix : SUFFIXES) {
            Files.deleteIfExists(beside(file, suffix));
        }
    }

    static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** SQLite gives its other files the rights of the database. */
    static void touch(Path file) throws IOException {
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
