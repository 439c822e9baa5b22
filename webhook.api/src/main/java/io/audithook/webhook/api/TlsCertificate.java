/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A certificate of a TLS profile, as far as an operator has to know it.
 *
 * @param role what it is for
 * @param subject whom it is about, as a distinguished name
 * @param serial its serial number in hexadecimal
 * @param notAfter when it expires
 */
public record TlsCertificate(Role role, String subject, String serial, Instant notAfter) {

    public TlsCertificate {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(notAfter, "notAfter");
    }

    /** Whole days until it expires, counted down; negative afterwards. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /** What a certificate is for. */
    public enum Role {
        /** It, or one above it, is shown to servers that ask. */
        KEY,
        /** Servers that it stands for, or that it has signed, are trusted. */
        TRUST
    }
}
