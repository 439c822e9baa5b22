/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Copies rows of what lanes keep from the pages of a damaged database, without the way that leads to them. Only those that
 * are known to be there: pages tell of rows that were removed as well.
 */
final class CopyPages {

    private final Path file;
    private final Checksum checksum = new Checksum();

    /** As {@link Schema} has the tables, and where the columns are that both have. */
    private enum Shape {
        PARKED("parked", "nnnttnntttnb", 5, 11),
        DEAD("dead", "nnnttnnttb", 6, 9);

        private final String table;
        private final String columns;
        private final int crc;
        private final int json;

        Shape(String table, String columns, int crc, int json) {
            this.table = table;
            this.columns = columns;
            this.crc = crc;
            this.json = json;
        }
    }

    /**
     * Where a row belongs.
     *
     * @param lane the number of the lane
     * @param position of the entry
     */
    record Spot(long lane, long position) {
        private static Spot of(LeafCells.Row row) {
            return new Spot(row.number(0), row.number(1));
        }
    }

    /** @param file the database */
    CopyPages(Path file) {
        this.file = file;
    }

    /**
     * Copies rows.
     *
     * @param wanted those that are; what was copied is taken out
     */
    void copy(String table, Set<Spot> wanted, Store target) throws SQLException, IOException {
        Shape shape = table.equals(Shape.DEAD.table) ? Shape.DEAD : Shape.PARKED;
        List<LeafCells.Row> found = new ArrayList<>();
        try (PageFile open = new PageFile(file);
                PreparedStatement insert = target.connection()
                        .prepareStatement("INSERT OR IGNORE INTO " + table + " VALUES (?"
                                + ", ?".repeat(shape.columns.length() - 1) + ")")) {
            LeafCells cells =
                    new LeafCells(open, shape.columns, row -> wanted.contains(Spot.of(row)) && isSound(shape, row));
            open.visit((number, bytes) -> cells.visit(bytes, row -> {
                if (wanted.remove(Spot.of(row))) {
                    found.add(row);
                }
            }));
            for (LeafCells.Row row : found) {
                for (int i = 0; i < shape.columns.length(); i++) {
                    insert.setObject(i + 1, row.columns()[i]);
                }
                insert.executeUpdate();
            }
        }
    }

    private boolean isSound(Shape shape, LeafCells.Row row) {
        Entry entry = new Entry(
                row.number(1), row.text(3), Instant.ofEpochMilli(row.number(2)), row.text(4), row.bytes(shape.json));
        return row.number(shape.crc) == checksum.ofCopy(row.number(0), entry);
    }
}
