/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks through the write-ahead log of a database that is closed, and mends it. SQLite takes a log up to the first frame
 * whose checksum is wrong, and drops what is behind it without a word: that is right for a crash, which leaves a torn end, but not when a
 * bit has changed in the middle. Then the checksums are made anew, so that SQLite takes all: what is damaged in a page is met
 * by our own checksums (https://www.sqlite.org/fileformat2.html#walformat).
 */
final class LogRepair {

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377F0682;
    private static final int FORMAT = 3007000;

    // where things are: in the header

    private static final int PAGE_BYTES = 8;
    private static final int SALT = 16;
    private static final int SUM = 24;

    // and in that of a frame

    private static final int DATABASE_PAGES = 4;
    private static final int FRAME_SALT = 8;
    private static final int FRAME_SUM = 16;

    /** What of a frame's header is in its checksum. */
    private static final int SUMMED_BYTES = 8;

    private final Path log;

    // What was found

    private ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    private boolean headerSound;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int pageBytes;
    private long salt;
    private LogSum start = LogSum.ZERO;
    private long frames;

    /** The first frame that SQLite does not take, and the last one that it should; negative if there is none. */
    private long broken = -1;

    private long last = -1;
    private int pages;

    /** What frames have to be, where that is known and they are not so. */
    private final Map<Long, byte[]> mended = new HashMap<>();

    /** What is the matter with a log. */
    enum Finding {
        /** It is whole, or has a torn end. */
        SOUND,
        /** It is damaged within its last transaction: a crash may have torn that, if it was not over. */
        AT_THE_END,
        /** It is damaged before transactions that were written later. */
        IN_THE_MIDDLE
    }

    LogRepair(Path log) {
        this.log = log;
    }

    /** A frame as read. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Frame(ByteBuffer header, byte[] content) {

        LogSum sum() {
            return LogSum.at(header, FRAME_SUM);
        }

        long salt() {
            return header.getLong(FRAME_SALT);
        }
    }

    /** The first frame that is damaged, from 1 on. */
    long damagedFrame() {
        return broken + 1;
    }

    /** The last frame that can be kept, from 1 on. */
    long lastFrame() {
        return last + 1;
    }

    /** Looks through the log. To be called once. */
    Finding examine() throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            if (channel.size() <= HEADER_BYTES + FRAME_HEADER_BYTES) {
                return Finding.SOUND;
            }
            read(channel, header, 0);
            if (!readHeader(channel)) {
                return Finding.SOUND;
            }
            int transactions = readFrames(channel);
            if (broken < 0 || broken > last) {
                return Finding.SOUND;
            }
            // the header is forced to disk before the first frame is written, so that a crash tears none
            return transactions > 1 || !headerSound ? Finding.IN_THE_MIDDLE : Finding.AT_THE_END;
        } catch (NoSuchFileException e) {
            return Finding.SOUND;
        }
    }

    /** Returns false if this is no log, or not even its frames tell what it was. */
    private boolean readHeader(FileChannel channel) throws IOException {
        int magic = header.getInt(0);
        order = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        pageBytes = header.getInt(PAGE_BYTES);
        salt = header.getLong(SALT);
        start = LogSum.at(header, SUM);
        headerSound = (magic & ~1) == MAGIC
                && start.equals(LogSum.ZERO.with(Arrays.copyOf(header.array(), SUM), order))
                && header.getInt(4) == FORMAT
                && Integer.bitCount(pageBytes) == 1
                && pageBytes >= 512
                && pageBytes <= 65536;
        if (headerSound) {
            frames = (channel.size() - HEADER_BYTES) / frameBytes();
            return true;
        }
        pageBytes = Schema.PAGE_BYTES;
        frames = (channel.size() - HEADER_BYTES) / frameBytes();
        return readSalt(channel) && readOrder(channel);
    }

    /** Two frames that agree have the salt that the header had. */
    private boolean readSalt(FileChannel channel) throws IOException {
        for (long i = 0; i < Math.min(frames, 4) - 1; i++) {
            long one = frame(channel, i).salt();
            if (one == frame(channel, i + 1).salt()) {
                salt = one;
                return true;
            }
        }
        return false;
    }

    private boolean readOrder(FileChannel channel) throws IOException {
        LogSum stored = start;
        for (ByteOrder candidate : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            order = candidate;
            // either may be damaged, what the checksum is of or the checksum itself
            LogSum computed = LogSum.ZERO.with(Arrays.copyOf(header.array(), SUM), candidate);
            for (LogSum from : new LogSum[] {stored, computed}) {
                start = from;
                if (isSound(frame(channel, 0), from)) {
                    return true;
                }
            }
            start = stored;
            if (isSound(frame(channel, 1), frame(channel, 0).sum())) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many transactions end at or behind the first damage. */
    private int readFrames(FileChannel channel) throws IOException {
        long end = endOfFrames(channel);
        broken = headerSound ? -1 : 0;
        int transactions = 0;
        LogSum before = start;
        for (long i = 0; i < end; i++) {
            Frame frame = frame(channel, i);
            boolean sound = isSound(frame, before);
            if (broken < 0 && (!sound || frame.salt() != salt)) {
                broken = i;
            }
            if (sound) {
                before = frame.sum();
            } else {
                LogSum computed = before.with(frame.content(), order);
                Frame next = i + 1 < frames ? frame(channel, i + 1) : null;
                if (next != null && isSound(next, computed)) {
                    // nothing but the checksum is damaged
                    sound = true;
                    before = computed;
                } else if (!(next != null && isSound(next, frame.sum())) && computed.isNear(frame.sum())) {
                    // nothing tells that the checksum is right; our own will tell if the page is not
                    sound = true;
                    before = frame.sum();
                } else {
                    sound = putRight(channel, i, frame, before);
                    before = frame.sum();
                    if (sound) {
                        mended.put(i, frame.content());
                    }
                }
            }
            int pagesThen = ByteBuffer.wrap(frame.content()).getInt(DATABASE_PAGES);
            if (sound && pagesThen != 0) {
                last = i;
                pages = Math.max(pages, pagesThen);
                transactions += broken >= 0 ? 1 : 0;
            }
        }
        return transactions;
    }

    /** Puts right what a frame holds, if its checksum tells how; returns whether it does. */
    private boolean putRight(FileChannel channel, long index, Frame frame, LogSum before) throws IOException {
        byte[] content = frame.content();
        List<LogSum.Fix> fixes = before.fixes(content, order, frame.sum());
        if (fixes.size() == 1) {
            fixes.get(0).apply(content, order);
            return true;
        }
        for (LogSum.Fix fix : fixes) {
            if (fix.word() == 0) {
                // the number of the page: as another page it would do harm, so the page itself is asked
                byte[] other = content.clone();
                fix.apply(other, order);
                if (likeness(channel, index, other) > likeness(channel, index, content)) {
                    System.arraycopy(other, 0, content, 0, SUMMED_BYTES);
                    return true;
                }
            }
        }
        return false;
    }

    /** How many bytes are the same the next time that the page was written, or the time before; negative if it was not. */
    private int likeness(FileChannel channel, long index, byte[] content) throws IOException {
        int page = ByteBuffer.wrap(content).getInt(0);
        ByteBuffer bytes = ByteBuffer.allocate(FRAME_HEADER_BYTES);
        for (long distance = 1; distance < frames; distance++) {
            for (long other : new long[] {index - distance, index + distance}) {
                if (other >= 0 && other < frames) {
                    read(channel, bytes, offset(other));
                    if (bytes.getInt(0) == page && bytes.getLong(FRAME_SALT) == salt) {
                        return same(content, frame(channel, other).content());
                    }
                }
            }
        }
        return -1;
    }

    private static int same(byte[] one, byte[] other) {
        int same = 0;
        for (int i = SUMMED_BYTES; i < one.length; i++) {
            same += one[i] == other[i] ? 1 : 0;
        }
        return same;
    }

    /** Frames of an earlier round of the log may come behind; they have another salt. */
    private long endOfFrames(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FRAME_HEADER_BYTES);
        long end = frames;
        while (end > 0) {
            read(channel, bytes, offset(end - 1));
            if (bytes.getLong(FRAME_SALT) == salt) {
                break;
            }
            end--;
        }
        // the salt of the last one may be what is damaged
        return Math.min(frames, end + 1);
    }

    private boolean isSound(Frame frame, LogSum before) {
        return before.with(frame.content(), order).equals(frame.sum());
    }

    /**
     * Mends the log, after {@link #examine} has found it damaged: SQLite takes all frames up to the last one that ends a transaction.
     *
     * @param copy where it is written first
     */
    void mend(Path copy) throws IOException {
        Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            LogSum sum = headerSound ? start : mendHeader(channel);
            if (broken > 0) {
                sum = frame(channel, broken - 1).sum();
            }
            for (long i = broken; i <= last; i++) {
                Frame frame = frame(channel, i);
                byte[] content = content(channel, i, frame);
                sum = sum.with(content, order);
                frame.header().put(0, content, 0, SUMMED_BYTES);
                frame.header().putLong(FRAME_SALT, salt);
                sum.put(frame.header(), FRAME_SUM);
                channel.write(frame.header().clear(), offset(i));
                channel.write(ByteBuffer.wrap(content, SUMMED_BYTES, pageBytes), offset(i) + FRAME_HEADER_BYTES);
            }
            channel.force(true);
        }
        Files.move(copy, log, StandardCopyOption.ATOMIC_MOVE);
    }

    private LogSum mendHeader(FileChannel channel) throws IOException {
        header.putInt(0, MAGIC | (order == ByteOrder.BIG_ENDIAN ? 1 : 0));
        header.putInt(4, FORMAT);
        header.putInt(PAGE_BYTES, pageBytes);
        header.putLong(SALT, salt);
        LogSum sum = LogSum.ZERO.with(Arrays.copyOf(header.array(), SUM), order);
        sum.put(header, SUM);
        channel.write(header.clear(), 0);
        return sum;
    }

    /** What a frame is to hold. */
    private byte[] content(FileChannel channel, long index, Frame frame) throws IOException {
        byte[] known = mended.get(index);
        if (known != null) {
            return known;
        }
        int page = ByteBuffer.wrap(frame.content()).getInt(0);
        if (page > 0 && page <= pages) {
            return frame.content();
        }
        // it does not say any more which page it was; the last one is written twice in its place, which changes nothing
        byte[] other = mended.containsKey(last)
                ? mended.get(last)
                : frame(channel, last).content();
        return other.clone();
    }

    private Frame frame(FileChannel channel, long index) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(frameBytes());
        read(channel, bytes, offset(index));
        byte[] content = new byte[SUMMED_BYTES + pageBytes];
        bytes.get(0, content, 0, SUMMED_BYTES);
        bytes.get(FRAME_HEADER_BYTES, content, SUMMED_BYTES, pageBytes);
        return new Frame(ByteBuffer.wrap(Arrays.copyOf(bytes.array(), FRAME_HEADER_BYTES)), content);
    }

    private long offset(long index) {
        return HEADER_BYTES + index * frameBytes();
    }

    private int frameBytes() {
        return FRAME_HEADER_BYTES + pageBytes;
    }

    private static void read(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("The log ends at " + (offset + bytes.position()));
            }
        }
        bytes.clear();
    }
}
