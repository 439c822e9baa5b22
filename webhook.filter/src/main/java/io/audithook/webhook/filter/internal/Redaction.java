/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.AuditEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What events go on without.
 *
 * @param removed the members that are taken out
 * @param replaced the members whose values are replaced
 * @param replacement what takes their place
 */
record Redaction(List<Path> removed, List<Path> replaced, String replacement) {

    private static final Set<String> REQUIRED =
            Set.of(AuditEvent.OPERATION, AuditEvent.OBJECT_TYPE, AuditEvent.OBJECT_ID, AuditEvent.START_DATE);

    private static final Set<String> NO_TEXT =
            Set.of(AuditEvent.START_DATE, AuditEvent.BASE, AuditEvent.DETAILS, AuditEvent.OBJECT);

    Redaction {
        removed = List.copyOf(removed);
        replaced = List.copyOf(replaced);
        Objects.requireNonNull(replacement, "replacement");
    }

    /** @throws IllegalArgumentException with the rule, if there is no event without it */
    static Path removable(String text) {
        Path path = Path.parse(text);
        if (REQUIRED.contains(text)) {
            throw new IllegalArgumentException("must not be a member that every event has to have");
        }
        return path;
    }

    /** @throws IllegalArgumentException with the rule, if no text can stand there */
    static Path replaceable(String text) {
        Path path = Path.parse(text);
        if (NO_TEXT.contains(text)) {
            throw new IllegalArgumentException("must not be a member whose value can be no text; what is in it may");
        }
        return path;
    }

    /** The same event without that; the very same if it has nothing of it. */
    AuditEvent apply(AuditEvent event) {
        Map<String, Object> before = event.members();
        Map<String, Object> after = before;
        for (Path path : removed) {
            after = path.without(after);
        }
        for (Path path : replaced) {
            after = path.with(after, replacement);
        }
        if (after == before) {
            return event;
        }
        AuditEvent.Builder changed = AuditEvent.builder();
        after.forEach(changed::member);
        return changed.build();
    }
}
