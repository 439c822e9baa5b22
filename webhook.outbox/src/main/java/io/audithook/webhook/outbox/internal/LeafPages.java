/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.outbox.internal.EntryPack.Packed;
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
    private static final String SHAPE = "-b";

    /** A page that was given up may hold some of what is on another one still; so many are looked at for an entry. */
    private static final int MAX_TRIES = 8;

    private final Path file;
    private final EntryIds ids;
    private final NavigableMap<Long, Page> pages = new TreeMap<>();
    private long last;
    private BasicFileAttributes lookedAt;

    // The page that was read last

    private long current;
    private NavigableMap<Long, Packed> entries = new TreeMap<>();

    /**
     * A page.
     *
     * @param number of the page, from 1 on
     * @param entries how many sound ones it has
     */
    private record Page(long number, int entries) {}

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
                Packed entry = entry(open, at);
                if (entry == null) {
                    break;
                }
                bytes += entry.json().length;
                if (bytes > maxBytes && !found.isEmpty()) {
                    break;
                }
                found.add(entry(entry));
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

    private Packed entry(PageFile open, long position) throws IOException {
        Packed known = entries.get(position);
        if (known != null) {
            return known;
        }
        Map.Entry<Long, Page> page = pages.floorEntry(position);
        for (int tries = 0; page != null && tries < MAX_TRIES; tries++) {
            if (page.getValue().number() != current) {
                current = page.getValue().number();
                byte[] bytes = open.page(current);
                entries = bytes == null ? new TreeMap<>() : entries(open, bytes);
            }
            Packed entry = entries.get(position);
            if (entry != null) {
                return entry;
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
        entries = new TreeMap<>();
        open.visit((number, bytes) -> note(number, entries(open, bytes)));
    }

    private void note(long number, NavigableMap<Long, Packed> found) {
        if (!found.isEmpty()) {
            last = Math.max(last, found.lastKey());
            pages.merge(
                    found.firstKey(),
                    new Page(number, found.size()),
                    (one, other) -> one.entries() > other.entries() ? one : other);
        }
    }

    /** The sound entries of a page: by its rows, and wherever on it there is one if these are not in order. */
    private static NavigableMap<Long, Packed> entries(PageFile open, byte[] page) throws IOException {
        Collector collector = new Collector();
        LeafCells cells = new LeafCells(open, SHAPE, row -> collector.takesAny(row.bytes(1)));
        if (!cells.visit(page, row -> {})) {
            EntryPack.visit(page, collector);
        }
        return collector.found;
    }

    /** Takes what is sound. */
    private static final class Collector implements EntryPack.Visitor {

        private final NavigableMap<Long, Packed> found = new TreeMap<>();
        private int taken;

        /** Whether there is an entry in a pack. */
        boolean takesAny(byte[] pack) {
            int before = taken;
            EntryPack.visit(pack, this);
            return taken > before;
        }

        @Override
        public boolean sound(Packed entry) {
            taken++;
            found.put(entry.position(), entry);
            return true;
        }
    }

    private Entry entry(Packed entry) {
        String id = entry.publisherId() != null ? entry.publisherId() : ids.of(entry.millis(), entry.position());
        return new Entry(entry.position(), id, Instant.ofEpochMilli(entry.millis()), entry.key(), entry.json());
    }
}
