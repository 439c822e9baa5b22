/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Says when files are to be looked at: now and then, since a change may leave their dates and sizes as they were, and at once when these
 * tell of one. To look is to read them all.
 */
final class Glance {

    private final int period;
    private Map<Path, String> last = Map.of();
    private int glances;

    /** @param period after so many glances a look is due, whatever they tell */
    Glance(int period) {
        this.period = period;
        this.glances = period;
    }

    /** To be called at regular times. */
    boolean isDue(Set<Path> files) {
        Map<Path, String> now = new HashMap<>();
        files.forEach(file -> now.put(file, of(file)));
        boolean isDue = !now.equals(last) || glances >= period;
        last = now;
        glances = isDue ? 1 : glances + 1;
        return isDue;
    }

    private static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            // whoever looks finds out why
            return "";
        }
    }
}
