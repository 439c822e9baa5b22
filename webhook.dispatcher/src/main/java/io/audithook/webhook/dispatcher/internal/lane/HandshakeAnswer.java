/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.AnswerReader;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a receiver says to a {@link Handshake}. A status of success alone is no consent: many answer OPTIONS who know
 * nothing of it. What the headers say is shown to nobody, since a receiver may send back a secret in them.
 */
final class HandshakeAnswer implements AnswerReader {

    private static final String ALLOWED_ORIGIN = "WebHook-Allowed-Origin";
    private static final String ALLOWED_RATE = "WebHook-Allowed-Rate";
    private static final String ANY = "*";
    private static final Pattern RATE = Pattern.compile("0*[1-9][0-9]*");

    /** No more than this can be kept apart from any number. */
    private static final int HIGHEST_RATE = 60_000_000;

    private static final int DIGITS = 8;

    private final Handshake handshake;
    private String origin;
    private String rate;

    HandshakeAnswer(Handshake handshake) {
        this.handshake = handshake;
    }

    @Override
    public void head(UnaryOperator<String> header) {
        origin = header.apply(ALLOWED_ORIGIN);
        rate = header.apply(ALLOWED_RATE);
    }

    @Override
    public void body(ByteBuffer piece) {
        // the headers say it all
    }

    /**
     * What it means: delivered for a consent, {@link Outcome.Kind#HANDSHAKE} for a refusal, or another failure, as of a
     * delivery.
     *
     * @param told how the exchange ended
     */
    Outcome outcome(Outcome told) {
        return switch (told.kind()) {
            case DELIVERED -> objection().isEmpty() ? told : refused(told, objection());
            case REDIRECT, UNAUTHORIZED, REJECTED, GONE -> refused(told, "HTTP " + told.status() + " is no consent");
            default ->
                new Outcome(
                        told.kind(),
                        told.status(),
                        told.phase(),
                        told.detail() + ", at the handshake",
                        told.answer(),
                        told.retryAfter());
        };
    }

    /**
     * How many requests in a minute it allows; 0 for any number. One that was asked for a number and says none gets no more than
     * that.
     */
    int perMinute() {
        if (rate == null) {
            return handshake.ratePerMinute();
        }
        String digits = rate.strip().replaceFirst("^0+", "");
        if (digits.equals(ANY)) {
            return 0;
        }
        return digits.length() > DIGITS ? HIGHEST_RATE : Math.min(HIGHEST_RATE, Integer.parseInt(digits));
    }

    /** Why it is no consent; empty if it is. */
    private String objection() {
        if (origin == null) {
            return "the answer has no " + ALLOWED_ORIGIN;
        }
        String allowed = origin.strip();
        if (!allowed.equals(ANY) && !allowed.equalsIgnoreCase(handshake.origin())) {
            return ALLOWED_ORIGIN + " is neither * nor " + handshake.origin();
        }
        if (rate != null
                && !rate.strip().equals(ANY)
                && !RATE.matcher(rate.strip()).matches()) {
            return ALLOWED_RATE + " is neither * nor a number of requests per minute";
        }
        return "";
    }

    private static Outcome refused(Outcome told, String why) {
        return new Outcome(Outcome.Kind.HANDSHAKE, told.status(), told.phase(), why);
    }
}
