/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final long MIB = 1L << 20;
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15})\\s*([a-zA-Z]*)");

    private static final Map<String, Long> BYTES = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "kib",
            1L << 10,
            "mb",
            1_000_000L,
            "mib",
            MIB,
            "gb",
            1_000_000_000L,
            "gib",
            1L << 30);

    private static final Map<String, Long> MILLIS =
            Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    OutboxSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(retention, "retention");
        Objects.requireNonNull(backlogAge, "backlogAge");
        Objects.requireNonNull(backlogBytes, "backlogBytes");
        Objects.requireNonNull(whenFull, "whenFull");
        if (sizeLimitBytes < MIB) {
            throw new IllegalArgumentException("size.limit=" + sizeLimitBytes + " must be at least 1 MiB");
        }
        if (backlogBytes.isPresent() && backlogBytes.getAsLong() < MIB) {
            throw new IllegalArgumentException(
                    "backlog.bytes=" + backlogBytes.getAsLong() + " must be at least 1 MiB, or empty for no limit");
        }
        if (cacheBytes < 0 || cacheBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cache.bytes=" + cacheBytes + " must be 0 to " + Integer.MAX_VALUE);
        }
    }

    /**
     * Reads a configuration.
     *
     * @param otherwise the directory when none is configured
     * @throws IllegalArgumentException with key, value and rule
     */
    static OutboxSettings from(Map<String, Object> configuration, Path otherwise) {
        String directory = text(configuration, "directory", "");
        Optional<Duration> age = Optional.empty();
        if (!text(configuration, "backlog.age", "").isEmpty()) {
            age = Optional.of(Duration.ofMillis(
                    amount(configuration, "backlog.age", "", MILLIS, "a duration such as 7 d, or empty for no limit")));
        }
        OptionalLong bytes = OptionalLong.empty();
        if (!text(configuration, "backlog.bytes", "").isEmpty()) {
            bytes = OptionalLong.of(amount(
                    configuration,
                    "backlog.bytes",
                    "",
                    BYTES,
                    "a number of bytes such as 4 GiB, or empty for no limit"));
        }
        try {
            return new OutboxSettings(
                    directory.isEmpty() ? otherwise : Path.of(directory),
                    amount(configuration, "size.limit", "8 GiB", BYTES, "a number of bytes such as 512 MiB or 8 GiB"),
                    Duration.ofMillis(amount(
                            configuration, "retention", "24 h", MILLIS, "a duration such as 30 min, 24 h or 7 d")),
                    age,
                    bytes,
                    whenFull(text(configuration, "full", "reject")),
                    amount(configuration, "cache.bytes", "32 MiB", BYTES, "a number of bytes such as 32 MiB"));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("directory=\"" + directory + "\" is no path: " + e.getMessage(), e);
        }
    }

    private static WhenFull whenFull(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "reject" -> WhenFull.REJECT;
            case "block" -> WhenFull.BLOCK;
            default -> throw new IllegalArgumentException("full=\"" + text + "\" must be reject or block");
        };
    }

    private static long amount(
            Map<String, Object> configuration, String key, String otherwise, Map<String, Long> units, String rule) {
        String text = text(configuration, key, otherwise);
        Matcher matcher = AMOUNT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(key + "=\"" + text + "\" must be " + rule);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(key + "=\"" + text + "\" is too large", e);
        }
    }

    private static String text(Map<String, Object> configuration, String key, String otherwise) {
        String text = Objects.toString(configuration.get(key), "").trim();
        return text.isEmpty() ? otherwise : text;
    }
}
