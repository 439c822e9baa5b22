/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path file;
    private Path included;
    private Instant now = WRITTEN.plusSeconds(60);
    private int reads;
    private int changes;
    private IOException failure;
    private FileWatch watch;

    @BeforeEach
    void prepare() throws IOException {
        file = write("a.conf", "1");
        included = folder.resolve("included.conf");
        watch = new FileWatch(file, this::read, () -> changes++, () -> now);
    }

    private Path write(String name, String text) throws IOException {
        Path path = Files.writeString(folder.resolve(name), text);
        return Files.setLastModifiedTime(path, FileTime.from(WRITTEN));
    }

    private Map<Path, String> read() throws IOException {
        reads++;
        if (failure != null) {
            throw failure;
        }
        Map<Path, String> files = new HashMap<>();
        files.put(file, Fingerprint.of(file));
        files.put(included, Fingerprint.of(included));
        return files;
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            watch.look();
        }
    }

    @Test
    void look_firstAtAnOldFile_readsAtOnceAndOnce() {
        looks(1);
        assertThat(reads).isEqualTo(1);
        looks(3);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void look_firstAtAFileThatMayBeUnderWay_readsWhenItHasSettled() {
        now = WRITTEN;
        looks(1);
        assertThat(reads).isZero();
        looks(1);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void look_changeOfTheSameSizeAndDate_isSeen() throws IOException {
        looks(1);
        write("a.conf", "2");
        looks(2);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void look_changeThatGoesOn_isNotReadYet() throws IOException {
        looks(1);
        for (int i = 2; i < 6; i++) {
            write("a.conf", "x".repeat(i));
            looks(1);
        }
        assertThat(reads).isEqualTo(1);
        looks(1);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void look_change_isToldAtOnceAndOnce() throws IOException {
        looks(1);
        assertThat(changes).as("it is read instead").isZero();
        write("a.conf", "2");
        looks(3);
        assertThat(changes).isEqualTo(1);
        write("a.conf", "3");
        looks(1);
        write("a.conf", "2");
        looks(3);
        assertThat(changes).as("it is as it was read").isEqualTo(2);
    }

    @Test
    void look_fileTouchedOnly_isNotRead() throws IOException {
        looks(1);
        Files.setLastModifiedTime(file, FileTime.from(now));
        looks(3);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void look_fileGoneAndBack_isReadBothTimes() throws IOException {
        looks(1);
        Files.delete(file);
        looks(5);
        assertThat(reads).as("it may be written anew").isEqualTo(1);
        now = now.plusSeconds(2);
        looks(1);
        assertThat(reads).isEqualTo(2);
        write("a.conf", "1");
        looks(2);
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void look_fileGoneForAMoment_isNotRead() throws IOException {
        looks(1);
        Files.delete(file);
        looks(2);
        now = now.plusSeconds(1);
        looks(2);
        write("a.conf", "1");
        looks(3);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void look_includedFileComesAndChanges_isSeen() throws IOException {
        looks(1);
        write("included.conf", "1");
        looks(2);
        assertThat(reads).isEqualTo(2);
        write("included.conf", "2");
        looks(2);
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void look_afterAFailure_triesAgainLater() {
        failure = new IOException("disk full");
        looks(5);
        assertThat(reads).isEqualTo(1);
        now = now.plusSeconds(10);
        failure = null;
        looks(5);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void again_readsOnceThoughNothingHasChanged() {
        looks(2);
        assertThat(reads).isEqualTo(1);
        watch.again();
        looks(3);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void again_thatFails_isTriedAgainAfterAWhile() {
        looks(1);
        failure = new IOException("the disk is full");
        watch.again();
        looks(10);
        assertThat(reads).isEqualTo(2);
        failure = null;
        now = now.plusSeconds(10);
        looks(3);
        assertThat(reads).isEqualTo(3);
    }
}
