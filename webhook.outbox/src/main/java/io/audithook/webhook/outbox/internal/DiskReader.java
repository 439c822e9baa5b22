/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Selection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from disk for all lanes, on a connection of its own, in short statements one at a time. After an error the
 * connection is opened anew. Safe for use by many threads.
 */
final class DiskReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskReader.class);

    private final Path file;
    private final Connector connector;
    private final Consumer<Damaged> damage;
    private final StoreFiles files;

    // Guarded by this

    private Store store;
    private boolean failing;
    private boolean closed;

    /**
     * @param files the database and what belongs to it; others are not opened in their place
     * @param damage is told of damaged entries, again and again as they are met
     */
    DiskReader(Path file, StoreFiles files, Connector connector, Consumer<Damaged> damage) {
        this.file = file;
        this.files = files;
        this.connector = connector;
        this.damage = damage;
    }

    /** What is asked of the store. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Store store) throws SQLException;
    }

    /** The entries after a position, up to another one; none if they cannot be read at the moment. */
    synchronized Chunk after(long position, long last, int maxEntries, long maxBytes) {
        if (closed) {
            return Chunk.emptyAt(position);
        }
        try {
            Chunk chunk = store().entries().reader().after(position, last, maxEntries, maxBytes, damage);
            failing = false;
            return chunk;
        } catch (SQLException | OutboxException e) {
            if (!failing) {
                failing = true;
                LOG.error("The outbox {} cannot be read after position {}; lanes wait", file, position, e);
            }
            reset();
            return Chunk.emptyAt(position);
        }
    }

    /** @throws SQLException if it cannot be read */
    synchronized <T> T ask(Question<T> question) throws SQLException {
        if (closed) {
            throw new SQLException("the outbox is closed");
        }
        try {
            return question.ask(store());
        } catch (SQLException e) {
            reset();
            throw e;
        } catch (OutboxException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getMessage(), e);
        }
    }

    /** @param damagedCopies is told of those that are damaged, instead */
    List<DeadLetter> deadLetters(
            SqliteLane lane, Selection selection, long before, int max, Consumer<Damaged> damagedCopies)
            throws SQLException {
        return ask(
                from -> from.deadLetters().latest(lane.id(), lane.endpoint(), selection, before, max, damagedCopies));
    }

    /** @throws DamagedRowException if one of them has no row */
    List<Parked> parked(SqliteLane lane) throws SQLException {
        // those that come meanwhile may have a row, those of before have to
        long[] known = lane.ledger().parked();
        List<Parked> rows = ask(from -> from.parked().of(lane.id(), lane.ledger()::isParked));
        Set<Long> found = new HashSet<>();
        rows.forEach(row -> found.add(row.position()));
        for (long position : known) {
            if (!found.contains(position) && lane.ledger().isParked(position)) {
                throw new DamagedRowException("a row of the table parked is missing");
            }
        }
        return rows;
    }

    /**
     * The entries of those that are parked, from the log where the copy is damaged.
     *
     * @param damagedCopies is told of copies that are damaged
     */
    List<Entry> parkedEntries(SqliteLane lane, Collection<Long> positions, Consumer<Damaged> damagedCopies)
            throws SQLException {
        List<Entry> entries = new ArrayList<>(positions.size());
        for (long position : new TreeSet<>(positions)) {
            if (lane.ledger().isParked(position)) {
                Optional<Copies.Copy> copy = ask(from -> from.parked().read(lane.id(), position));
                Optional<Entry> entry = copy.flatMap(Copies.Copy::entry);
                if (entry.isEmpty() && lane.ledger().isParked(position)) {
                    entry = ask(from -> from.entries().read(position));
                    damagedCopies.accept(
                            copy.flatMap(Copies.Copy::damaged).orElseGet(() -> Damaged.goneCopy(lane.id(), position)));
                }
                entry.ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** When an entry was accepted, as far as that can be read. */
    Optional<Instant> acceptedAt(SqliteLane lane, Ledger.Oldest entry) {
        try {
            return entry.isParked()
                    ? ask(from -> from.parked().read(lane.id(), entry.position()))
                            .flatMap(Copies.Copy::entry)
                            .map(Entry::acceptedAt)
                    : ask(from -> from.entries().acceptedAt(entry.position()));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Opens the database before it is needed: what is open can be read even when its files are removed. */
    synchronized void open() {
        try {
            store();
        } catch (OutboxException e) {
            LOG.debug("The outbox {} cannot be opened for reading yet: {}", file, e.getMessage());
        }
    }

    /** The next statement opens the database anew. */
    synchronized void reset() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        reset();
    }

    private Store store() {
        if (store == null) {
            files.gone().ifPresent(gone -> {
                throw new OutboxException(gone, null);
            });
            store = Store.openForReading(file, connector);
        }
        return store;
    }
}
