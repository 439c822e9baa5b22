/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of the outbox, checked.
 *
 * @param directory where the files are
 * @param sizeLimitBytes how much the entries may take, at least 1 MiB
 * @param retention how long entries are kept that every endpoint has
 * @param backlogAge how old entries get that an endpoint does not have; empty for no limit
 * @param backlogBytes how much the entries may be, whether endpoints have them or not; empty for no limit
 * @param whenFull what becomes of an append that finds no room
 * @param cacheBytes how much of the latest entries is kept in memory
 */
record OutboxSettings(
        Path directory,
        long sizeLimitBytes,
        Duration retention,
        Optional<Duration> backlogAge,
        OptionalLong backlogBytes,
        WhenFull whenFull,
        long cacheBytes) {

    /** What becomes of an append that finds no room. */
    enum WhenFull {
        /** It fails. */
        REJECT,
        /** It waits until there is room. */
        BLOCK
    }

    static final Form FORM = Form.of(OutboxConfig.class).neverBare().single();

    private static final long MIB = 1L << 20;
    private static final long MAX_BYTES = 1L << 50;

    OutboxSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(backlogAge, "backlogAge");
        Objects.requireNonNull(backlogBytes, "backlogBytes");
        Objects.requireNonNull(whenFull, "whenFull");
    }

    /**
     * Reads a configuration.
     *
     * @param otherwise the directory when none is configured
     * @throws InvalidSettingsException with all that is wrong
     */
    static OutboxSettings from(Settings settings, Path otherwise) {
        settings.checkKeys(FORM);
        Path directory = settings.path("directory").orElse(otherwise);
        long sizeLimit = settings.bytes("size.limit", MIB, MAX_BYTES).orElse(8L << 30);
        Duration retention = settings.durationFromZero("retention", Duration.ofHours(24));
        Optional<Duration> backlogAge = settings.duration("backlog.age");
        Optional<Long> backlogBytes = settings.bytes("backlog.bytes", MIB, MAX_BYTES);
        WhenFull whenFull = settings.constant("full", WhenFull.REJECT);
        long cacheBytes = settings.bytes("cache.bytes", 0, 2L << 30).orElse(32 * MIB);
        return settings.complete(() -> new OutboxSettings(
                directory,
                sizeLimit,
                retention,
                backlogAge,
                backlogBytes.map(OptionalLong::of).orElse(OptionalLong.empty()),
                whenFull,
                cacheBytes));
    }
}
