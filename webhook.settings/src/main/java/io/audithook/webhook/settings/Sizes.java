/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.math.BigDecimal;
import java.util.Map;

/** Sizes as they are written in configurations: {@code 512 MiB}, {@code 8 GiB}; a number alone is of bytes. */
final class Sizes {

    private static final long KIB = 1L << 10;

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("kib", KIB),
            Map.entry("mb", 1_000_000L),
            Map.entry("mib", KIB << 10),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("gib", KIB << 20),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("tib", KIB << 30));

    private Sizes() {}

    /** @throws IllegalArgumentException with the rule alone */
    static long parse(String text, long min, long max) {
        BigDecimal bytes = Quantity.parse(text, BYTES)
                .orElseThrow(() ->
                        new IllegalArgumentException("must be a number of bytes, or one with a unit such as 512 MiB"));
        if (bytes.compareTo(BigDecimal.valueOf(min)) < 0 || bytes.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new IllegalArgumentException("must be from " + text(min) + " to " + text(max));
        }
        return bytes.longValueExact();
    }

    /** In the largest unit that needs no fraction. */
    private static String text(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long count = bytes;
        while (count > 0 && count % KIB == 0 && unit < units.length - 1) {
            count /= KIB;
            unit++;
        }
        return count + " " + units[unit];
    }
}
