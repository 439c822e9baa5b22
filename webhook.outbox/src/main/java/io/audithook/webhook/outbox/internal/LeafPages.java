/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of a damaged database, read from its pages without the way that leads to them: a page of that way is one for
 * thousands of entries. All pages are looked through once, at the first damage. What others write meanwhile does no harm,
 * since an entry never changes. Used by one thread at a time.
 */
final class LeafPages {

    private static final Logger LOG = LoggerFactory.getLogger(LeafPages.class);

    /** As {@link Schema} has the table. */
    private static final String SHAPE = "-n?tnnb";

    /** A page that was given up may hold some of what is on another one still; so many are looked at for an entry. */
    private static final int MAX_TRIES = 8;

    private final Path file;
    private final EntryIds ids;
    private final Checksum checksum = new Checksum();
    private final NavigableMap<Long, Page> pages = new TreeMap<>();
    private long last;
    private BasicFileAttributes lookedAt;

    // The page that was read last

    private long current;
    private NavigableMap<Long, LeafCells.Row> rows = new TreeMap<>();

    /**
     * A page.
     *
     * @param number of the page, from 1 on
     * @param rows how many sound entries it has
     */
    private record Page(long number, int rows) {}

    /** @param file the database */
    LeafPages(Path file, EntryIds ids) {
        this.file = file;
        this.ids = ids;
    }

    /** The sound entries from a position on, as far as there is one after the other; none if that very one is not there. */
    List<Entry> from(long position, long upTo, int maxEntries, long maxBytes) throws IOException {
        List<Entry> found = new ArrayList<>();
        try (PageFile open = new PageFile(file)) {
            lookThrough(open, position);
            long bytes = 0;
            for (long at = position; at <= upTo && found.size() < maxEntries; at++) {
                LeafCells.Row row = row(open, at);
                if (row == null) {
                    break;
                }
                bytes += row.bytes(6).length;
                if (bytes > maxBytes && !found.isEmpty()) {
                    break;
                }
                found.add(entry(row));
            }
        }
        return found;
    }

    /** The highest position of those that are sound; 0 if there is none. */
    long last() throws IOException {
        try (PageFile open = new PageFile(file)) {
            lookThrough(open, Long.MAX_VALUE);
        }
        return last;
    }

    /** The lowest position of those that are sound; 0 if there is none. */
    long first() throws IOException {
        return last() == 0 ? 0 : pages.firstKey();
    }

    private LeafCells.Row row(PageFile open, long position) throws IOException {
        LeafCells.Row known = rows.get(position);
        if (known != null) {
            return known;
        }
        Map.Entry<Long, Page> page = pages.floorEntry(position);
        for (int tries = 0; page != null && tries < MAX_TRIES; tries++) {
            if (page.getValue().number() != current) {
                current = page.getValue().number();
                rows = new TreeMap<>();
                byte[] bytes = open.page(current);
                if (bytes != null) {
                    cells(open).visit(bytes, row -> rows.put(row.number(), row));
                }
            }
            LeafCells.Row row = rows.get(position);
            if (row != null) {
                return row;
            }
            page = pages.lowerEntry(page.getKey());
        }
        return null;
    }

    /** Finds out which pages there are, unless that is known as far as it is asked for. */
    private void lookThrough(PageFile open, long position) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        if (lookedAt != null
                && Objects.equals(now.fileKey(), lookedAt.fileKey())
                && (position <= last || now.lastModifiedTime().equals(lookedAt.lastModifiedTime()))) {
            return;
        }
        LOG.warn("All pages of {} are looked through for entries that cannot be reached otherwise", file);
        lookedAt = now;
        pages.clear();
        current = 0;
        rows = new TreeMap<>();
        LeafCells cells = cells(open);
        List<Long> found = new ArrayList<>();
        open.visit((number, bytes) -> {
            found.clear();
            cells.visit(bytes, row -> found.add(row.number()));
            note(number, found);
        });
    }

    private void note(long number, List<Long> positions) {
        if (positions.isEmpty()) {
            return;
        }
        long first = Long.MAX_VALUE;
        for (long position : positions) {
            first = Math.min(first, position);
            last = Math.max(last, position);
        }
        pages.merge(first, new Page(number, positions.size()), (one, other) -> one.rows() > other.rows() ? one : other);
    }

    private LeafCells cells(PageFile open) {
        return new LeafCells(
                open,
                SHAPE,
                row -> row.number(5)
                        == checksum.ofEntry(
                                row.number(), row.number(1), row.text(2), row.text(3), row.number(4), row.bytes(6)));
    }

    private Entry entry(LeafCells.Row row) {
        long millis = row.number(1);
        String id = row.text(2) != null ? row.text(2) : ids.of(millis, row.number());
        return new Entry(row.number(), id, Instant.ofEpochMilli(millis), row.text(3), row.bytes(6));
    }
}
