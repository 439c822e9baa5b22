/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import java.util.Objects;
import java.util.Optional;

/** What an {@link EventFilter} says of an event: pass it, pass another in its place, or drop it. Immutable. */
public final class Verdict {

    private static final Verdict PASS = new Verdict(null, null);

    private final AuditEvent replacement;
    private final String dropReason;

    private Verdict(AuditEvent replacement, String dropReason) {
        this.replacement = replacement;
        this.dropReason = dropReason;
    }

    /** The event goes on unchanged. */
    public static Verdict pass() {
        return PASS;
    }

    /** This event goes on in place of the other, under the id of the other. */
    public static Verdict pass(AuditEvent replacement) {
        return new Verdict(Objects.requireNonNull(replacement, "replacement"), null);
    }

    /** The endpoint does not get the event; the reason is counted and shown. */
    public static Verdict drop(String reason) {
        return new Verdict(null, Objects.requireNonNull(reason, "reason"));
    }

    /** The event to go on in place of the other, if there is one. */
    public Optional<AuditEvent> replacement() {
        return Optional.ofNullable(replacement);
    }

    /** Why the event is dropped; empty when it passes. */
    public Optional<String> dropReason() {
        return Optional.ofNullable(dropReason);
    }
}
