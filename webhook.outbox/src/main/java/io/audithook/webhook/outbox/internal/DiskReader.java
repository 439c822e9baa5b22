/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.DeadLetter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
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

    // Guarded by this

    private Store store;
    private boolean failing;
    private boolean closed;

    /** @param damage is told of damaged entries, again and again as they are met */
    DiskReader(Path file, Connector connector, Consumer<Damaged> damage) {
        this.file = file;
        this.connector = connector;
        this.damage = damage;
        this.store = Store.openForReading(file, connector);
    }

    /** The entries after a position, up to the head; none if they cannot be read at the moment. */
    synchronized Chunk after(long position, long head, int maxEntries, long maxBytes) {
        Chunk chunk = Chunk.emptyAt(position);
        if (closed) {
            return chunk;
        }
        try {
            while (chunk.entries().isEmpty() && chunk.scanned() < head) {
                long from = chunk.scanned();
                chunk = store().after(from, maxEntries, maxBytes, damage);
                if (chunk.scanned() == from) {
                    break;
                }
            }
            failing = false;
        } catch (SQLException | OutboxException e) {
            if (!failing) {
                failing = true;
                LOG.error("The outbox {} cannot be read after position {}; lanes wait", file, chunk.scanned(), e);
            }
            reset();
        }
        return chunk;
    }

    /** @throws SQLException if they cannot be read */
    synchronized List<DeadLetter> deadLetters(String endpoint, int max) throws SQLException {
        if (closed) {
            throw new SQLException("the outbox is closed");
        }
        try {
            return store().deadLetters().latest(endpoint, max);
        } catch (SQLException e) {
            reset();
            throw e;
        } catch (OutboxException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        reset();
    }

    private Store store() {
        if (store == null) {
            store = Store.openForReading(file, connector);
        }
        return store;
    }

    private void reset() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
