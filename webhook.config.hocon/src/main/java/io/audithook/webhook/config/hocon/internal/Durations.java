/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigValue;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as HOCON spells them (a bare number is milliseconds), and as Play does ({@code 2 hr}). */
final class Durations {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]+)?)\\s*([a-zA-Z]*)");

    private static final Map<String, Double> MILLIS = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("ns", 1e-6),
            Map.entry("us", 1e-3),
            Map.entry("ms", 1.0),
            Map.entry("milli", 1.0),
            Map.entry("millisecond", 1.0),
            Map.entry("s", 1e3),
            Map.entry("sec", 1e3),
            Map.entry("second", 1e3),
            Map.entry("m", 6e4),
            Map.entry("min", 6e4),
            Map.entry("minute", 6e4),
            Map.entry("h", 3.6e6),
            Map.entry("hr", 3.6e6),
            Map.entry("hour", 3.6e6),
            Map.entry("d", 8.64e7),
            Map.entry("day", 8.64e7));

    private Durations() {}

    /** The duration as {@code N ms}; null, with a problem, if it is none. */
    static String millis(ConfigValue value, String path, Problems problems) {
        String text = Values.text(value, path, problems);
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text.trim());
        if (matcher.matches()) {
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            Double millis =
                    MILLIS.get(unit.length() > 2 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit);
            if (millis != null) {
                return (long) (Double.parseDouble(matcher.group(1)) * millis) + " ms";
            }
        }
        problems.error(
                value.origin(),
                path,
                "expected a duration such as 500 ms, 30 seconds or 2 hours, found \"" + text + "\"");
        return null;
    }
}
