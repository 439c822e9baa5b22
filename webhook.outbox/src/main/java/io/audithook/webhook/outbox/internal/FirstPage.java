/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The first page of a database, which has the names and places of all tables. It is the same in every outbox of a version,
 * but for a few numbers, so when it is damaged it can be taken from another one.
 */
final class FirstPage {

    private static final int BYTES = Schema.PAGE_BYTES;

    // where in the header of the file the numbers are (https://www.sqlite.org/fileformat.html)

    private static final int HEADER_BYTES = 100;
    private static final int PAGE_SIZE = 16;
    private static final int CHANGES = 24;
    private static final int PAGES = 28;
    private static final int FIRST_FREE_PAGE = 32;
    private static final int FREE_PAGES = 36;
    private static final int CHANGES_WITH_PAGES = 92;

    private FirstPage() {}

    /**
     * Mends the first page of a database.
     *
     * @param file the database, which is closed
     * @param pattern an empty one of the same version, which is closed
     * @param known whether the database is known to be an outbox, by other means than its first page
     * @param before where the page is kept as it was
     * @return false if it is not damaged, or is not that of an outbox
     */
    static boolean mend(Path file, Path pattern, boolean known, Path before) throws IOException {
        if (Files.size(file) < BYTES) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            byte[] damaged = read(channel);
            byte[] sound;
            try (FileChannel from = FileChannel.open(pattern, StandardOpenOption.READ)) {
                sound = read(from);
            }
            ByteBuffer page = ByteBuffer.wrap(sound);
            int changes = ByteBuffer.wrap(damaged).getInt(CHANGES);
            page.putInt(CHANGES, changes);
            page.putInt(CHANGES_WITH_PAGES, changes);
            page.putInt(PAGES, (int) (channel.size() / BYTES));
            // which pages are free does not matter to one who only reads
            page.putInt(FIRST_FREE_PAGE, 0);
            page.putInt(FREE_PAGES, 0);
            if (isOfOtherVersion(damaged) || (!known && !isSimilar(damaged, sound))) {
                return false;
            }
            Files.write(before, damaged);
            channel.write(page, 0);
            channel.force(true);
            return true;
        }
    }

    /** Up to version 3 pages were smaller. */
    private static boolean isOfOtherVersion(byte[] page) {
        int size = ByteBuffer.wrap(page).getShort(PAGE_SIZE);
        return size == BYTES / 2 || size == BYTES / 4;
    }

    /** Whether most of what is after the header is the same. */
    private static boolean isSimilar(byte[] one, byte[] other) {
        int same = 0;
        int all = 0;
        for (int i = HEADER_BYTES; i < BYTES; i++) {
            if (other[i] != 0) {
                all++;
                same += one[i] == other[i] ? 1 : 0;
            }
        }
        return same > all / 2;
    }

    private static byte[] read(FileChannel channel) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(BYTES);
        PageFile.fill(channel, page, 0);
        return page.array();
    }
}
