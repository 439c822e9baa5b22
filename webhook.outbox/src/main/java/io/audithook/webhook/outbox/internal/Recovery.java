/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a store, whatever has happened to it: an old one is brought up to date, of a damaged one everything sound is
 * copied into a new one, and what is no database any more is put aside for an empty one.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final StoreDirectory directory;
    private final Connector connector;
    private final InstantSource clock;
    private final boolean durable;

    /** @param durable whether a commit waits for the disk; only tests can do without */
    Recovery(StoreDirectory directory, Connector connector, InstantSource clock, boolean durable) {
        this.directory = directory;
        this.connector = connector;
        this.clock = clock;
        this.durable = durable;
    }

    /**
     * An open store.
     *
     * @param store for writing
     * @param loaded what of it is kept in memory
     * @param rescued what lanes have to know, if it was made anew
     */
    record Opened(Store store, Loaded loaded, Rebuild.Rescued rescued) {}

    /** @throws OutboxException if the file is not ours or of a later version, or if circumstances forbid to open it */
    Opened open() {
        mendLog();
        try {
            int version = version();
            if (version > 0 && version < Schema.VERSION) {
                LOG.info("The outbox {} is brought from schema {} to {}", file(), version, Schema.VERSION);
                rebuild(false, 0);
            }
            Opened opened = load(version == 0 ? begin() : reopen(), Optional.empty());
            long unaccounted = opened.loaded().unaccounted();
            if (unaccounted == 0) {
                return opened;
            }
            opened.store().close();
            return rescue(0, new DamagedRowException(unaccounted + " rows of the table parked are not in its index"));
        } catch (OutboxException e) {
            if (!Failures.isDamageAtOpening(e)) {
                throw e;
            }
            return rescue(0, e);
        }
    }

    /** SQLite would drop without a word what is behind damage in the log. */
    private void mendLog() {
        try {
            LogRepair repair = new LogRepair(directory.log());
            LogRepair.Finding finding = repair.examine();
            if (finding == LogRepair.Finding.IN_THE_MIDDLE
                    || (finding == LogRepair.Finding.AT_THE_END && isMoreMarked())) {
                Path aside = directory.mendLog(repair);
                LOG.error(
                        "The log {} was damaged at frame {} of {}; it is mended so that what is behind that is not lost, as it"
                                + " was it is in {}, and what cannot be put right in it counts as damaged",
                        directory.log(),
                        repair.damagedFrame(),
                        repair.lastFrame(),
                        aside);
            }
        } catch (IOException e) {
            throw new OutboxException("The log " + directory.log() + " cannot be looked through: " + e, e);
        }
    }

    /** Whether entries were accepted that are not seen, so that a crash has not torn them. */
    private boolean isMoreMarked() {
        HeadMark.Mark mark = directory.mark().read().orElse(null);
        if (mark == null) {
            return false;
        }
        try (Store store = Store.openUntouched(file(), true)) {
            return mark.store() == store.id() && mark.position() > Loaded.end(store);
        } catch (SQLException | OutboxException e) {
            LOG.debug("The end of {} is not seen as it is: {}", file(), e.getMessage());
            return mark.position() > 0;
        }
    }

    /** Opens a store that is in order, or was a moment ago. */
    Store reopen() {
        return Store.openForWriting(file(), connector, durable);
    }

    /**
     * Makes a new store of what is sound in a damaged one, which is closed; or else an empty one.
     *
     * @param head the latest position, if it is known
     * @param why what has shown the damage
     */
    Opened rescue(long head, Exception why) {
        LOG.error("The outbox {} is damaged ({}); everything sound in it is copied", file(), why.getMessage());
        try {
            if (!hasTables() && mendFirstPage()) {
                LOG.error("The first page of {} was damaged, and has been made anew", file());
            }
            Rebuild.Rescued rescued = rebuild(true, head);
            return load(reopen(), Optional.of(rescued));
        } catch (OutboxException e) {
            if (!Failures.isDamageAtOpening(e)) {
                throw e;
            }
            return startEmpty(e);
        }
    }

    private boolean hasTables() {
        try (Connection connection = Store.connectForWriting(file(), connector)) {
            return Schema.version(connection, file()) > 0;
        } catch (SQLException | OutboxException e) {
            LOG.debug("The tables of {} cannot be read: {}", file(), e.getMessage());
            return false;
        }
    }

    private boolean mendFirstPage() {
        try {
            Path pattern = directory.newCopy();
            Store.openForWriting(pattern, connector, durable).close();
            boolean mended = FirstPage.mend(file(), pattern, directory.noted().isPresent(), directory.firstPage());
            directory.deleteCopy();
            return mended;
        } catch (IOException e) {
            throw new OutboxException("The first page of " + file() + " cannot be mended: " + e, e);
        }
    }

    private Opened startEmpty(Exception why) {
        try {
            Path aside = directory.putAside();
            LOG.error(
                    "The outbox {} is no database any more ({}); its files are in {}, and it starts empty",
                    file(),
                    why.getMessage(),
                    aside);
        } catch (IOException e) {
            throw new OutboxException("The damaged files of " + file() + " cannot be put aside: " + e, e);
        }
        return load(begin(), Optional.empty());
    }

    /** A new store. It goes on with the positions of one that was here and is gone, so that what is gone with it is counted. */
    private Store begin() {
        Store store = reopen();
        HeadMark.Mark mark = directory.mark().read().orElse(null);
        if (mark == null || directory.noted().orElse(-1) != mark.store()) {
            return store;
        }
        try {
            store.setInfo(new StoreInfo.Row(mark.store(), 0, 0));
            store.commit();
        } catch (SQLException e) {
            throw new OutboxException("The outbox " + file() + " cannot be written: " + e.getMessage(), e);
        } finally {
            store.close();
        }
        return reopen();
    }

    private Opened load(Store store, Optional<Rebuild.Rescued> rescued) {
        try {
            Optional<HeadMark.Mark> known = directory.mark().read();
            compareWithMark(store, known, rescued.isPresent());
            Loaded loaded = Loaded.from(store);
            store.commit();
            directory.noteId(store.id());
            long settled = known.filter(mark -> mark.store() == store.id())
                    .map(HeadMark.Mark::settled)
                    .orElse(0L);
            directory.mark().write(new HeadMark.Mark(store.id(), loaded.last(), settled));
            return new Opened(store, loaded, rescued.orElse(Rebuild.Rescued.NOTHING));
        } catch (SQLException | RuntimeException e) {
            store.close();
            throw new OutboxException("The outbox " + file() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What was accepted and is not there is told, and noted, so that its positions are not given again. */
    private void compareWithMark(Store store, Optional<HeadMark.Mark> known, boolean isRescued) throws SQLException {
        if (known.isEmpty() && Loaded.end(store) > 0) {
            LOG.warn(
                    "The outbox {} has no {}, or it is damaged; whether entries are missing at the end of the log cannot be told, and"
                            + " it is made again",
                    file(),
                    StoreDirectory.HEAD);
        }
        HeadMark.Mark mark = known.orElse(new HeadMark.Mark(store.id(), 0, 0));
        if (mark.store() == store.id() && store.entries().last() == 0 && mark.settled() > store.trimmed()) {
            // nobody misses these
            store.setInfo(new StoreInfo.Row(store.id(), mark.settled(), store.serial()));
        }
        long end = Loaded.end(store);
        if (mark.store() != store.id()) {
            LOG.error(
                    "The outbox {} is not the one that {} tells of, most likely since {} was removed or replaced: that one had"
                            + " taken entries up to position {}, and what was not delivered of them is gone",
                    file(),
                    StoreDirectory.HEAD,
                    StoreDirectory.DATABASE,
                    mark.position());
        } else if (mark.position() > end) {
            if (!isRescued && lastOnPages(store) > end) {
                throw new DamagedRowException("there is no way to the end of the log");
            }
            Holes.Hole hole = new Holes.Hole(end + 1, mark.position());
            LOG.error(
                    "The outbox {} has lost {}: {} says that they were accepted, and there is none after position {}; most likely"
                            + " its log {} was damaged, cut off or removed, or an older copy was put in its place; they count"
                            + " as damaged for each endpoint that has not had them",
                    file(),
                    hole.text(),
                    StoreDirectory.HEAD,
                    end,
                    directory.log().getFileName());
            store.holes().add(hole, clock.instant());
        }
    }

    /** The last position that is on any page, whether or not there is a way to it. */
    private long lastOnPages(Store store) {
        try {
            return new LeafPages(file(), store.ids()).last();
        } catch (IOException e) {
            throw new OutboxException("The pages of " + file() + " cannot be read: " + e, e);
        }
    }

    private int version() {
        try (Connection connection = Store.connectForWriting(file(), connector)) {
            return Schema.version(connection, file());
        } catch (SQLException e) {
            throw new OutboxException("The outbox " + file() + " cannot be opened: " + Failures.opening(e), e);
        }
    }

    private Rebuild.Rescued rebuild(boolean damaged, long head) {
        try {
            return new Rebuild(directory, connector, clock, durable).run(damaged, head);
        } catch (SQLException | IOException e) {
            throw new OutboxException("The outbox " + file() + " cannot be copied: " + e.getMessage(), e);
        }
    }

    private Path file() {
        return directory.database();
    }
}
