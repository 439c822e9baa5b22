/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small disk that can be filled. */
final class Tmpfs implements AutoCloseable {

    private final Path root;

    private Tmpfs(Path root) {
        this.root = root;
    }

    /** Mounts it; the proof is skipped where that cannot be. */
    static Tmpfs create(Path folder, int mebibytes) throws IOException {
        Tools.needRoot();
        Path root = Files.createDirectories(folder.resolve("small"));
        try {
            Tools.run(Tools.need("mount"), "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "proof", root.toString());
        } catch (IOException e) {
            Assumptions.abort("no tmpfs can be mounted: " + e.getMessage());
        }
        return new Tmpfs(root);
    }

    Path root() {
        return root;
    }

    /** Leaves not a byte free. */
    void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (root.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    /** Frees what {@link #fill} took. */
    void free() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() throws IOException {
        Tools.run("umount", "-l", root.toString());
    }

    private Path filler() {
        return root.resolve("filler");
    }
}
