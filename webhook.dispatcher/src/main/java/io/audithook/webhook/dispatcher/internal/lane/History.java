/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Attempts as text that people can read and we can read again: a line for each, its parts between tabs, the detail last.
 */
public final class History {

    private static final String SEPARATOR = "\t";
    private static final int PARTS = 10;
    private static final int DETAIL_CHARS = 160;

    /** Begins a line that is no attempt, and has fewer parts, so that those who read attempts leave it out. */
    private static final String REST = "rest" + SEPARATOR;

    private History() {}

    /**
     * The text of attempts, and of what must be known beside them after a restart.
     *
     * @param rest until when the receiver asks for the whole endpoint to be left alone; {@link Instant#EPOCH} if it does not
     */
    static String format(List<Attempt> attempts, Instant rest) {
        return rest.equals(Instant.EPOCH) ? format(attempts) : format(attempts) + REST + rest + '\n';
    }

    /** Until when the receiver asked for the whole endpoint to be left alone; {@link Instant#EPOCH} if it did not. */
    static Instant rest(String text) {
        int at = text.startsWith(REST) ? 0 : text.lastIndexOf('\n' + REST) + 1;
        if (at == 0 && !text.startsWith(REST)) {
            return Instant.EPOCH;
        }
        int end = text.indexOf('\n', at);
        try {
            return Instant.parse(text.substring(at + REST.length(), end < 0 ? text.length() : end));
        } catch (DateTimeException e) {
            // as for attempts
            return Instant.EPOCH;
        }
    }

    static String format(List<Attempt> attempts) {
        StringBuilder text = new StringBuilder();
        for (Attempt attempt : attempts) {
            text.append(String.join(
                            SEPARATOR,
                            attempt.at().toString(),
                            attempt.eventId().replaceAll("[\\t\\r\\n]", " "),
                            Integer.toString(attempt.number()),
                            attempt.outcome(),
                            Integer.toString(attempt.status()),
                            attempt.phase(),
                            Long.toString(attempt.millis()),
                            Boolean.toString(attempt.charged()),
                            Long.toString(attempt.generation()),
                            detail(attempt.detail())))
                    .append('\n');
        }
        return text.toString();
    }

    /** The attempts of a text; lines that are not ours are left out. */
    public static List<Attempt> parse(String text) {
        List<Attempt> attempts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(SEPARATOR, PARTS);
            if (parts.length == PARTS) {
                try {
                    attempts.add(new Attempt(
                            Instant.parse(parts[0]),
                            parts[1],
                            Integer.parseInt(parts[2]),
                            parts[3],
                            Integer.parseInt(parts[4]),
                            parts[5],
                            Long.parseLong(parts[6]),
                            Boolean.parseBoolean(parts[7]),
                            Long.parseLong(parts[8]),
                            parts[9]));
                } catch (DateTimeException | NumberFormatException e) {
                    // written by somebody else, or damaged: there is nothing to lose but a remark
                }
            }
        }
        return attempts;
    }

    private static String detail(String detail) {
        String line = detail.replaceAll("[\\t\\r\\n]", " ");
        return line.length() > DETAIL_CHARS ? line.substring(0, DETAIL_CHARS - 3) + "..." : line;
    }
}
