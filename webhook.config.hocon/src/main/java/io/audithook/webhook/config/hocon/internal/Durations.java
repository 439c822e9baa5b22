/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as HOCON spells them (a bare number is milliseconds), and as Play does ({@code 2 hr}). */
final class Durations {

    static final String LONGEST = "3650 days";
    static final long LONGEST_MILLIS = 3650L * 86_400_000;

    static final String RULE = "a duration from 1 ms to " + LONGEST + ", such as 500 ms, 30 seconds or 2 hours";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)\\s*([a-zA-Z]*)");
    private static final BigDecimal MAX_MILLIS = new BigDecimal(LONGEST_MILLIS);

    /** Scala's words, and those of others. */
    private static final Pattern ENDLESS = Pattern.compile("(?i)\\+?inf(inite|inity)?|plusinf");

    private static final Map<String, BigDecimal> MILLIS = units(
            "0.000001", "ns nano nanos nanosecond nanoseconds",
            "0.001", "us micro micros microsecond microseconds",
            "1", "ms milli millis millisecond milliseconds",
            "1000", "s sec secs second seconds",
            "60000", "m min mins minute minutes",
            "3600000", "h hr hrs hour hours",
            "86400000", "d day days");

    private Durations() {}

    /** Whole milliseconds; empty if it breaks the rule. */
    static Optional<Long> millis(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2).isEmpty() ? "ms" : matcher.group(2).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(MILLIS.get(unit))
                .map(millis -> millis.multiply(new BigDecimal(matcher.group(1))).setScale(0, RoundingMode.DOWN))
                .filter(millis -> millis.signum() > 0 && millis.compareTo(MAX_MILLIS) <= 0)
                .map(BigDecimal::longValueExact);
    }

    /** Whether it is Play's way to say that there is no end. */
    static boolean isEndless(String text) {
        return ENDLESS.matcher(text.strip()).matches();
    }

    private static Map<String, BigDecimal> units(String... millisAndSpellings) {
        Map<String, BigDecimal> units = new HashMap<>();
        for (int i = 0; i < millisAndSpellings.length; i += 2) {
            BigDecimal millis = new BigDecimal(millisAndSpellings[i]);
            for (String spelling : millisAndSpellings[i + 1].split(" ", -1)) {
                units.put(spelling, millis);
            }
        }
        return Map.copyOf(units);
    }
}
