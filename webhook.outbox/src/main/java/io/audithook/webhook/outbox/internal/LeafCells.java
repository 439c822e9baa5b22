/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the rows of a table among the bytes of a page (https://www.sqlite.org/fileformat.html), whatever else of it is
 * damaged. A row whose CRC32C holds was stored once. Used by one thread at a time.
 */
final class LeafCells {

    /** What is on a page: rows of a table, or what leads to them, or a part of an index. */
    private static final int LEAF = 0x0D;

    private static final int INNER = 0x05;
    private static final int INDEX = 0x0A;
    private static final int INNER_INDEX = 0x02;

    private static final int HEADER_BYTES = 8;
    private static final int CELLS = 3;
    private static final int MAX_PAYLOAD = 1 << 26;
    private static final int MAX_VARINT = 9;

    private static final int USABLE = Schema.PAGE_BYTES;
    private static final int MAX_LOCAL = USABLE - 35;
    private static final int MIN_LOCAL = (USABLE - 12) * 32 / 255 - 23;

    private final PageFile file;
    private final String shape;
    private final Predicate<Row> isSound;
    private final long[] types;

    /** Where a read number has ended. */
    private int at;

    /**
     * A row.
     *
     * @param number of the row
     * @param columns a number, a text, bytes or null for each
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Row(long number, Object[] columns) {
        long number(int column) {
            return (Long) columns[column];
        }

        String text(int column) {
            return (String) columns[column];
        }

        byte[] bytes(int column) {
            return (byte[]) columns[column];
        }
    }

    /**
     * @param file where long rows go on
     * @param shape of the table: a letter for each column, which is n for a number, t for a text, b for bytes, ? for a text
     *     that may be null, and - for the number of the row
     * @param isSound whether its checksum holds
     */
    LeafCells(PageFile file, String shape, Predicate<Row> isSound) {
        this.file = file;
        this.shape = shape;
        this.isSound = isSound;
        this.types = new long[shape.length()];
    }

    /**
     * The sound rows of a page: by its own list of them, and everywhere on it if that is not in order.
     *
     * @return whether it is in order, as far as rows can be on it
     */
    boolean visit(byte[] page, Consumer<Row> found) throws IOException {
        int type = page[0];
        if (type == INNER || type == INDEX || type == INNER_INDEX) {
            return true;
        }
        try {
            if (type == LEAF && visitListed(page, found)) {
                return true;
            }
            for (int from = HEADER_BYTES; from < USABLE; from++) {
                visit(page, from, found);
            }
            return false;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Returns whether all that are listed are sound. */
    private boolean visitListed(byte[] page, Consumer<Row> found) {
        int cells = number(page, CELLS);
        int sound = 0;
        for (int i = 0; i < cells && HEADER_BYTES + 2 * i + 2 <= USABLE; i++) {
            sound += visit(page, number(page, HEADER_BYTES + 2 * i), found) ? 1 : 0;
        }
        return cells > 0 && sound == cells;
    }

    private boolean visit(byte[] page, int from, Consumer<Row> found) {
        Row row = row(page, from);
        boolean is = row != null && isSound.test(row);
        if (is) {
            found.accept(row);
        }
        return is;
    }

    /** What may be the row that begins there, or null. */
    private Row row(byte[] page, int from) {
        at = from;
        long payload = varint(page);
        long number = varint(page);
        int begin = at;
        long header = varint(page);
        if (payload > MAX_PAYLOAD
                || number <= 0
                || header <= types.length
                || header > (long) (types.length + 1) * MAX_VARINT
                || header > payload) {
            return null;
        }
        long bytes = header;
        for (int i = 0; i < types.length; i++) {
            types[i] = varint(page);
            if (!isOf(shape.charAt(i), types[i])) {
                return null;
            }
            bytes += length(types[i]);
        }
        if (at != begin + header || bytes != payload) {
            return null;
        }
        byte[] all = payload(page, begin, (int) payload);
        return all == null ? null : row(number, ByteBuffer.wrap(all).position((int) header));
    }

    private static boolean isOf(char kind, long type) {
        return switch (kind) {
            case 'n' -> type >= 1 && type <= 9 && type != 7;
            case 't' -> type >= 13 && type % 2 == 1;
            case '?' -> type == 0 || (type >= 13 && type % 2 == 1);
            case 'b' -> type >= 12 && type % 2 == 0;
            default -> type == 0;
        };
    }

    private Row row(long number, ByteBuffer values) {
        Object[] columns = new Object[types.length];
        for (int i = 0; i < columns.length; i++) {
            if (types[i] > 0 && types[i] < 12) {
                columns[i] = number(values, types[i]);
            } else if (types[i] > 0) {
                byte[] bytes = new byte[(int) length(types[i])];
                values.get(bytes);
                columns[i] = shape.charAt(i) == 'b' ? bytes : new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return new Row(number, columns);
    }

    /** What is long goes on elsewhere. */
    private byte[] payload(byte[] page, int begin, int length) {
        int local = length;
        if (length > MAX_LOCAL) {
            int rest = MIN_LOCAL + (length - MIN_LOCAL) % (USABLE - 4);
            local = rest <= MAX_LOCAL ? rest : MIN_LOCAL;
        }
        if (begin + local + (local < length ? 4 : 0) > USABLE) {
            return null;
        }
        byte[] all = Arrays.copyOf(Arrays.copyOfRange(page, begin, begin + local), length);
        int have = local;
        long next = local < length ? pageNumber(page, begin + local) : 0;
        try {
            while (have < length) {
                byte[] more = file.page(next);
                if (more == null) {
                    return null;
                }
                int part = Math.min(length - have, USABLE - 4);
                System.arraycopy(more, 4, all, have, part);
                have += part;
                next = pageNumber(more, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static long pageNumber(byte[] page, int from) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(page).getInt(from));
    }

    private static int number(byte[] page, int from) {
        return (page[from] & 0xFF) << 8 | (page[from + 1] & 0xFF);
    }

    /** A number of 7 bits in each byte, the high ones first; 8 bits in a ninth one. Negative if it goes on behind the page. */
    private long varint(byte[] page) {
        long value = 0;
        for (int i = 1; i <= MAX_VARINT && at < USABLE; i++) {
            byte next = page[at++];
            if (i == MAX_VARINT) {
                return value << 8 | (next & 0xFF);
            }
            value = value << 7 | (next & 0x7F);
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    private static long length(long type) {
        if (type >= 12) {
            return (type - 12) / 2;
        }
        if (type <= 4) {
            return type;
        }
        return type == 5 ? 6 : type <= 7 ? 8 : 0;
    }

    /** 1 to 6 are numbers of so many bytes, about; 8 and 9 are 0 and 1. */
    private static long number(ByteBuffer values, long type) {
        if (type >= 8) {
            return type - 8;
        }
        long value = values.get();
        for (long i = length(type); i > 1; i--) {
            value = value << 8 | (values.get() & 0xFF);
        }
        return value;
    }
}
