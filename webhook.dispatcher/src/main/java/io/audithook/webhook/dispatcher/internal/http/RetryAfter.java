/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the Retry-After header (RFC 9110, 10.2.3): seconds, or a date in one of the three forms of RFC 9110, 5.6.7.
 * Fractions of seconds are no HTTP, but some send them.
 */
final class RetryAfter {

    /** Longer than anybody waits, and far from an overflow. */
    private static final Duration MAX = Duration.ofDays(366);

    private static final int MAX_CHARS = 64;

    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private RetryAfter() {}

    /**
     * The time from now.
     *
     * @return empty if it makes no sense, or is not after now
     */
    static Optional<Duration> parse(String value, Instant now) {
        String text = value == null ? "" : value.trim();
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        Optional<Duration> delay = Character.isDigit(text.charAt(0)) ? seconds(text) : date(text, now);
        return delay.filter(found -> found.compareTo(Duration.ZERO) > 0)
                .map(found -> found.compareTo(MAX) > 0 ? MAX : found);
    }

    private static Optional<Duration> seconds(String text) {
        if (!text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            return Optional.empty();
        }
        try {
            BigDecimal millis = new BigDecimal(text).movePointRight(3).min(BigDecimal.valueOf(MAX.toMillis()));
            return Optional.of(Duration.ofMillis(millis.longValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Instant now) {
        for (DateTimeFormatter form : List.of(IMF_FIXDATE, rfc850(now), ASCTIME)) {
            try {
                return Optional.of(
                        Duration.between(now, LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC)));
            } catch (DateTimeException e) {
                // another form, perhaps
            }
        }
        return Optional.empty();
    }

    /** A year of two digits that seems to be more than 50 years ahead is in the past. */
    private static DateTimeFormatter rfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL)
                .appendPattern(", dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, now.atOffset(ZoneOffset.UTC).getYear() - 49)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
    }
}
