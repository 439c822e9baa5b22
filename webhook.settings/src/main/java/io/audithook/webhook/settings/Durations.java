/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** Durations as they are written in configurations: {@code 500 ms}, {@code 30 s}, {@code 1.5 min}; a number alone is of milliseconds. */
public final class Durations {

    /** Far above any sensible setting, far below what overflows. */
    static final Duration MAX = Duration.ofDays(3650);

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final Map<String, Long> MILLIS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("ms", 1L),
            Map.entry("millis", 1L),
            Map.entry("milliseconds", 1L),
            Map.entry("s", SECOND),
            Map.entry("second", SECOND),
            Map.entry("seconds", SECOND),
            Map.entry("m", MINUTE),
            Map.entry("min", MINUTE),
            Map.entry("minute", MINUTE),
            Map.entry("minutes", MINUTE),
            Map.entry("h", HOUR),
            Map.entry("hour", HOUR),
            Map.entry("hours", HOUR),
            Map.entry("d", DAY),
            Map.entry("day", DAY),
            Map.entry("days", DAY));

    private Durations() {}

    /**
     * Reads one.
     *
     * @param min the shortest that may be
     * @throws IllegalArgumentException with the rule alone
     */
    public static Duration parse(String text, Duration min) {
        BigDecimal millis = Quantity.parse(text, MILLIS)
                .orElseThrow(() ->
                        new IllegalArgumentException("must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d"));
        if (millis.compareTo(BigDecimal.valueOf(min.toMillis())) < 0
                || millis.compareTo(BigDecimal.valueOf(MAX.toMillis())) > 0) {
            throw new IllegalArgumentException("must be from " + min.toMillis() + " ms to " + MAX.toDays() + " d");
        }
        return Duration.ofMillis(millis.longValueExact());
    }
}
