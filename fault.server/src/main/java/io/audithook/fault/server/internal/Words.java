/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units, as text and back. */
final class Words {

    static final String SIZE_RULE = "a size is a whole number, with B, KiB, MiB or GiB if need be, such as 64KiB";
    static final String TIME_RULE = "a time is a whole number with us, ms, s or m, such as 250ms";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(us|ms|s|m)");

    private Words() {}

    static long size(String word) {
        Matcher matcher = SIZE.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + word + "\": " + SIZE_RULE);
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        return switch (unit) {
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            case "GiB" -> number << 30;
            default -> number;
        };
    }

    static Duration time(String word) {
        Matcher matcher = TIME.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + word + "\": " + TIME_RULE);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> Duration.ofNanos(number * 1_000);
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    static String text(long bytes) {
        if (bytes > 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes > 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes > 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    static String text(Duration time) {
        long micros = time.toNanos() / 1_000;
        if (micros > 0 && micros % 1_000_000 == 0) {
            return micros / 1_000_000 + "s";
        }
        return micros > 0 && micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us";
    }
}
