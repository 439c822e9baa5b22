/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.settings.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Times as people type and read them. */
final class Times {

    /** What may be typed. */
    static final String FORMS =
            "an instant such as 2026-01-31T08:00:00Z, how long ago such as 2h or \"30 min\", or now";

    private Times() {}

    /** @throws IllegalArgumentException with the rule alone */
    static Instant parse(String text, Instant now) {
        if (text.equals("now")) {
            return now;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return ago(text, now);
        }
    }

    private static Instant ago(String text, Instant now) {
        try {
            // a bare number would be milliseconds, which nobody means here
            if (!text.matches("[0-9]*")) {
                return now.minus(Durations.parse(text, Duration.ZERO));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be " + FORMS, e);
        }
        throw new IllegalArgumentException("must be " + FORMS);
    }

    /** In ISO 8601, UTC, with as many digits as there are on every clock. */
    static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** In one or two units. */
    static String format(Duration duration) {
        Duration positive = duration.isNegative() ? Duration.ZERO : duration;
        if (positive.toDays() > 0) {
            return two(positive.toDays(), "d", positive.toHoursPart(), "h");
        }
        if (positive.toHours() > 0) {
            return two(positive.toHours(), "h", positive.toMinutesPart(), "min");
        }
        if (positive.toMinutes() > 0) {
            return positive.toMinutes() + " min";
        }
        return positive.toSeconds() > 0 ? positive.toSeconds() + " s" : positive.toMillis() + " ms";
    }

    private static String two(long large, String unit, int small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
