/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** A disk of our own: ext4 on a loop device, whose power can be cut. */
final class Disk implements AutoCloseable {

    private final Path root;
    private final String device;

    private Disk(Path root, String device) {
        this.root = root;
        this.device = device;
    }

    /** Makes and mounts it; the proof is skipped where that cannot be. */
    static Disk create(Path folder, int mebibytes) throws IOException {
        Tools.needRoot();
        String losetup = Tools.need("losetup");
        String mkfs = Tools.need("mkfs.ext4");
        Path image = folder.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        Tools.run(mkfs, "-q", "-F", image.toString());
        Disk disk = null;
        String device = "";
        try {
            device = Tools.run(losetup, "--find", "--show", image.toString());
            disk = new Disk(Files.createDirectories(folder.resolve("disk")), device);
            disk.mount();
        } catch (IOException e) {
            if (!device.isEmpty()) {
                Tools.run(losetup, "-d", device);
            }
            Assumptions.abort("no loop device can be mounted: " + e.getMessage());
        }
        return disk;
    }

    Path root() {
        return root;
    }

    /** Everything written so far is on the disk. */
    void flush() throws IOException {
        Tools.run(Tools.need("sync"), "-f", root.toString());
    }

    /** From now on nothing reaches the disk any more, nor does what was written and not flushed. */
    void cutPower() throws IOException {
        Tools.run(Tools.need("xfs_io"), "-x", "-c", "shutdown", root.toString());
    }

    /** The machine starts again. */
    void restorePower() throws IOException {
        unmount();
        mount();
    }

    @Override
    public void close() throws IOException {
        unmount();
        Tools.run(Tools.need("losetup"), "-d", device);
    }

    private void mount() throws IOException {
        Tools.run(Tools.need("mount"), device, root.toString());
    }

    private void unmount() {
        Proof.eventually("the disk is not in use", Duration.ofSeconds(30), () -> {
            try {
                Tools.run("umount", root.toString());
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
