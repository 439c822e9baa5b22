/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Says when files are to be looked at: now and then, since a change may leave their dates and sizes as they were, and at once when these
 * tell of one. To look is to read them all.
 */
final class Glance {

    private final long periodNanos;
    private final LongSupplier nanoTime;
    private Map<Path, String> last = Map.of();
    private long lastDue;

    /** @param period after so long a look is due, whatever glances tell */
    Glance(Duration period, LongSupplier nanoTime) {
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
        this.lastDue = nanoTime.getAsLong() - periodNanos;
    }

    /** To be called at regular times. */
    boolean isDue(Set<Path> files) {
        Map<Path, String> now = new HashMap<>();
        files.forEach(file -> now.put(file, of(file)));
        long nanos = nanoTime.getAsLong();
        boolean isDue = !now.equals(last) || nanos - lastDue >= periodNanos;
        last = now;
        lastDue = isDue ? nanos : lastDue;
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
