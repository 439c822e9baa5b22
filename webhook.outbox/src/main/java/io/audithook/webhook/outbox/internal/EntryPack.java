/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Entries one behind the other, as a row of the log has them: one row for a page costs a fraction of a row for each. Each
 * entry tells its length and has a CRC32C of its own, so that one can be read whatever has become of those around it.
 *
 * <p>An entry is, in network byte order: its CRC32C (4 bytes, over all that follows), the length of what follows (4), its
 * position (8), when it was accepted in milliseconds (8), how many bytes the log has had up to it (8), the length of the
 * publisher's id or -1 (4), that of the key (4), then id, key and JSON.
 */
final class EntryPack {

    /** What is before the texts. */
    static final int HEAD_BYTES = 40;

    private static final int LENGTH = 4;
    private static final int POSITION = 8;
    private static final int MILLIS = 16;
    private static final int TOTAL = 24;
    private static final int ID_LENGTH = 32;
    private static final int KEY_LENGTH = 36;

    /** What the length does not count: itself and the checksum. */
    private static final int UNCOUNTED = 8;

    private EntryPack() {}

    /**
     * One entry.
     *
     * @param publisherId the id that the publisher gave, or null
     * @param total how many bytes the log has had up to it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Packed(long position, long millis, String publisherId, String key, long total, byte[] json) {}

    /** Is told what is in a pack, in the order of it. */
    @FunctionalInterface
    interface Visitor {
        /**
         * An entry as it was stored.
         *
         * @return whether to go on
         */
        boolean sound(Packed entry);

        /** What is left of one entry or several; nothing is done with it unless somebody wants it. */
        default void damaged(Remains remains) {}
    }

    /**
     * What cannot be read.
     *
     * @param millis what may be the time it was accepted; 0 if not even its lengths make sense
     * @param publisherId what may be the publisher's id, or null
     * @param key what may be the key, or null
     * @param crc what may be the checksum
     * @param json what may be the event, or all there is
     */
    @SuppressWarnings("ArrayRecordComponent") // kept for people to look at: compared by nobody
    record Remains(long millis, String publisherId, String key, int crc, byte[] json) {}

    /** Puts entries one behind the other. Used by one thread at a time. */
    static final class Writer {

        private final CRC32C crc = new CRC32C();
        private final int room;
        private final List<Part> parts = new ArrayList<>();
        private int size;
        private long last;

        /** @param room how many bytes a pack has, unless it is of one entry that needs more */
        Writer(int room) {
            this.room = room;
        }

        boolean isEmpty() {
            return parts.isEmpty();
        }

        /** The position of the last entry that was added. */
        long last() {
            return last;
        }

        /** Adds an entry; false if it belongs into the next pack. */
        boolean add(Packed entry) {
            Part part = Part.of(entry);
            if (!isEmpty() && part.size() > room - size) {
                return false;
            }
            parts.add(part);
            size += part.size();
            last = entry.position();
            return true;
        }

        /** What was added, and begins anew. */
        byte[] take() {
            // only now, as its length is known: each event is copied once
            byte[] pack = new byte[size];
            ByteBuffer buffer = ByteBuffer.wrap(pack);
            for (Part part : parts) {
                int begin = buffer.position();
                buffer.putInt(0);
                part.write(buffer);
                crc.reset();
                crc.update(pack, begin + LENGTH, part.size() - LENGTH);
                buffer.putInt(begin, (int) crc.getValue());
            }
            parts.clear();
            size = 0;
            return pack;
        }
    }

    /** An entry with the bytes of its texts; the id may be null. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Part(Packed entry, byte[] id, byte[] key) {

        static Part of(Packed entry) {
            byte[] id = entry.publisherId() == null ? null : entry.publisherId().getBytes(StandardCharsets.UTF_8);
            return new Part(entry, id, entry.key().getBytes(StandardCharsets.UTF_8));
        }

        int size() {
            return HEAD_BYTES + (id == null ? 0 : id.length) + key.length + entry.json().length;
        }

        /** All but the checksum. */
        void write(ByteBuffer buffer) {
            buffer.putInt(size() - UNCOUNTED)
                    .putLong(entry.position())
                    .putLong(entry.millis())
                    .putLong(entry.total())
                    .putInt(id == null ? -1 : id.length)
                    .putInt(key.length);
            if (id != null) {
                buffer.put(id);
            }
            buffer.put(key).put(entry.json());
        }
    }

    /**
     * Goes through a pack.
     *
     * @param bytes may be anything: of what is no entry, only what lies between entries is of interest
     */
    static void visit(byte[] bytes, Visitor visitor) {
        new Parser(bytes).visit(visitor);
    }

    /** Looks for entries among bytes. No entry can hold another: JSON has no byte that is 0, as numbers have here. */
    private static final class Parser {

        private final CRC32C crc = new CRC32C();
        private final byte[] bytes;
        private final ByteBuffer numbers;

        Parser(byte[] bytes) {
            this.bytes = bytes;
            this.numbers = ByteBuffer.wrap(bytes);
        }

        void visit(Visitor visitor) {
            int at = 0;
            int lost = 0;
            while (at < bytes.length) {
                if (!isSound(at)) {
                    at++;
                    continue;
                }
                if (lost < at) {
                    visitor.damaged(remains(lost, at));
                }
                int end = at + UNCOUNTED + numbers.getInt(at + LENGTH);
                if (!visitor.sound(entry(at, end))) {
                    return;
                }
                at = end;
                lost = end;
            }
            if (lost < bytes.length) {
                visitor.damaged(remains(lost, bytes.length));
            }
        }

        private boolean isSound(int at) {
            int left = bytes.length - at - UNCOUNTED;
            if (left < HEAD_BYTES - UNCOUNTED) {
                return false;
            }
            int length = numbers.getInt(at + LENGTH);
            if (length > left || !fits(at, length) || numbers.getLong(at + POSITION) <= 0) {
                return false;
            }
            crc.reset();
            crc.update(bytes, at + LENGTH, length + LENGTH);
            return (int) crc.getValue() == numbers.getInt(at);
        }

        /** Whether the lengths of its parts make sense in an entry of such a length. */
        private boolean fits(int at, int length) {
            int id = numbers.getInt(at + ID_LENGTH);
            int key = numbers.getInt(at + KEY_LENGTH);
            return id >= -1 && key >= 0 && (long) Math.max(0, id) + key + HEAD_BYTES - UNCOUNTED <= length;
        }

        private Packed entry(int at, int end) {
            int json = json(at);
            return new Packed(
                    numbers.getLong(at + POSITION),
                    numbers.getLong(at + MILLIS),
                    id(at),
                    text(key(at), json),
                    numbers.getLong(at + TOTAL),
                    Arrays.copyOfRange(bytes, json, end));
        }

        private Remains remains(int from, int to) {
            if (to - from < HEAD_BYTES || !fits(from, to - from - UNCOUNTED)) {
                return new Remains(0, null, null, 0, Arrays.copyOfRange(bytes, from, to));
            }
            int json = json(from);
            return new Remains(
                    numbers.getLong(from + MILLIS),
                    id(from),
                    text(key(from), json),
                    numbers.getInt(from),
                    Arrays.copyOfRange(bytes, json, to));
        }

        private String id(int at) {
            return numbers.getInt(at + ID_LENGTH) < 0 ? null : text(at + HEAD_BYTES, key(at));
        }

        /** Where its key begins. */
        private int key(int at) {
            return at + HEAD_BYTES + Math.max(0, numbers.getInt(at + ID_LENGTH));
        }

        /** Where its event begins. */
        private int json(int at) {
            return key(at) + numbers.getInt(at + KEY_LENGTH);
        }

        private String text(int from, int to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
    }
}
