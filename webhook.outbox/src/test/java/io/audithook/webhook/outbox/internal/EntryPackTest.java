/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.outbox.internal.EntryPack.Packed;
import io.audithook.webhook.outbox.internal.EntryPack.Remains;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryPackTest {

    private static final int ROOM = 2000;

    private final EntryPack.Writer writer = new EntryPack.Writer(ROOM);

    private static Packed entry(long position, int length) {
        byte[] json = ("{\"n\":\"" + "ä".repeat(length) + position + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Packed(
                position,
                1_767_225_600_000L + position,
                position % 3 == 0 ? "id ö" + position : null,
                position % 4 == 0 ? "" : "key é" + position,
                position * 100,
                json);
    }

    private static String text(Packed entry) {
        return entry.position() + " " + entry.millis() + " " + entry.publisherId() + " " + entry.key() + " "
                + entry.total() + " " + new String(entry.json(), StandardCharsets.UTF_8);
    }

    /** What a pack has, in its order: entries as texts, and remains. */
    private static final class Contents implements EntryPack.Visitor {

        private final List<String> sound = new ArrayList<>();
        private final List<Remains> damaged = new ArrayList<>();
        private int most = Integer.MAX_VALUE;

        static Contents of(byte[] bytes) {
            Contents contents = new Contents();
            EntryPack.visit(bytes, contents);
            return contents;
        }

        @Override
        public boolean sound(Packed entry) {
            sound.add(text(entry));
            return sound.size() < most;
        }

        @Override
        public void damaged(Remains remains) {
            damaged.add(remains);
        }
    }

    private byte[] pack(long first, int number, int length) {
        for (long position = first; position < first + number; position++) {
            assertThat(writer.add(entry(position, length))).isTrue();
        }
        return writer.take();
    }

    private static List<String> texts(long first, int number, int length) {
        List<String> texts = new ArrayList<>();
        for (long position = first; position < first + number; position++) {
            texts.add(text(entry(position, length)));
        }
        return texts;
    }

    @Test
    void entries_ofAllKinds_comeBackAsTheyWere() {
        Contents contents = Contents.of(pack(1, 12, 10));
        assertThat(contents.sound).isEqualTo(texts(1, 12, 10));
        assertThat(contents.damaged).isEmpty();
        assertThat(writer.isEmpty()).isTrue();
        assertThat(writer.last()).isEqualTo(12);
    }

    @Test
    void entry_forWhichThereIsNoRoom_belongsIntoTheNextPack() {
        assertThat(writer.add(entry(1, 400))).isTrue();
        assertThat(writer.add(entry(2, 400))).isTrue();
        assertThat(writer.add(entry(3, 400))).isFalse();
        byte[] pack = writer.take();
        assertThat(pack).hasSizeLessThanOrEqualTo(ROOM);
        assertThat(Contents.of(pack).sound).isEqualTo(texts(1, 2, 400));
        assertThat(writer.add(entry(3, 400))).isTrue();
        assertThat(Contents.of(writer.take()).sound).isEqualTo(texts(3, 1, 400));
    }

    @Test
    void entry_thatIsLargerThanTheRoom_hasAPackOfItsOwn() {
        assertThat(writer.add(entry(1, 5000))).isTrue();
        assertThat(writer.add(entry(2, 1))).isFalse();
        assertThat(Contents.of(writer.take()).sound).isEqualTo(texts(1, 1, 5000));
        assertThat(Contents.of(pack(2, 3, 1)).sound).isEqualTo(texts(2, 3, 1));
    }

    @Test
    void visit_endsWhenItIsToldTo() {
        Contents contents = new Contents();
        contents.most = 2;
        EntryPack.visit(pack(1, 5, 3), contents);
        assertThat(contents.sound).isEqualTo(texts(1, 2, 3));
    }

    @Test
    void damage_ofOneByte_costsTheEntryItIsIn() {
        byte[] sound = pack(1, 8, 20);
        int size = 0;
        List<Integer> ends = new ArrayList<>();
        for (long position = 1; position <= 8; position++) {
            Packed entry = entry(position, 20);
            size += EntryPack.HEAD_BYTES
                    + (entry.publisherId() == null ? 0 : entry.publisherId().getBytes(StandardCharsets.UTF_8).length)
                    + entry.key().getBytes(StandardCharsets.UTF_8).length
                    + entry.json().length;
            ends.add(size);
        }
        assertThat(sound).hasSize(size);
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            int index = 0;
            while (ends.get(index) <= at) {
                index++;
            }
            List<String> expected = new ArrayList<>(texts(1, 8, 20));
            expected.remove(index);
            Contents contents = Contents.of(damaged);
            assertThat(contents.sound).as("byte %d", at).isEqualTo(expected);
            assertThat(contents.damaged).as("byte %d", at).hasSize(1);
        }
    }

    @Test
    void remains_ofADamagedEvent_haveTheRest() {
        byte[] damaged = pack(3, 2, 20);
        Packed first = entry(3, 20);
        damaged[EntryPack.HEAD_BYTES + 20] ^= 1;
        Remains remains = Contents.of(damaged).damaged.get(0);
        assertThat(remains.millis()).isEqualTo(first.millis());
        assertThat(remains.publisherId()).isEqualTo(first.publisherId());
        assertThat(remains.key()).isEqualTo(first.key());
        assertThat(remains.json()).hasSameSizeAs(first.json()).isNotEqualTo(first.json());
    }

    @Test
    void bytes_ofAnyKind_areNoEntries() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(Contents.of(bytes).sound).isEmpty();
        }
        assertThat(Contents.of(new byte[0]).damaged).isEmpty();
        assertThat(Contents.of(new byte[5000]).sound).isEmpty();
    }

    @Test
    void entries_amongOtherBytes_areFound() {
        byte[] pack = pack(7, 4, 9);
        byte[] page = new byte[8192];
        Arrays.fill(page, (byte) 0x0D);
        System.arraycopy(pack, 0, page, 4711, pack.length);
        Contents contents = Contents.of(page);
        assertThat(contents.sound).isEqualTo(texts(7, 4, 9));
        assertThat(contents.damaged).hasSize(2);
    }
}
