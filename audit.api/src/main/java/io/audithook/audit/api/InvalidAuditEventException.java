/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import java.util.Objects;

/** The event breaks a rule. Trying again with the same event is of no use. */
public final class InvalidAuditEventException extends AuditTrailException {

    /** The offset of a problem that has no place in the text. */
    public static final long NO_OFFSET = -1;

    private static final long serialVersionUID = 1L;

    private final String member;
    private final String rule;
    private final long offset;

    /**
     * @param member the path of the member, such as {@code object.tags[3]}; empty for the event as a
     *     whole
     * @param rule the rule that is broken, with the limit where there is one
     * @param offset where in the JSON text, in bytes from 0, or {@link #NO_OFFSET}
     */
    public InvalidAuditEventException(String member, String rule, long offset, Throwable cause) {
        super(message(member, rule, offset), cause);
        this.member = member;
        this.rule = Objects.requireNonNull(rule, "rule");
        this.offset = offset;
    }

    /** The path of the member; empty for the event as a whole. */
    public String member() {
        return member;
    }

    /** The rule that is broken. */
    public String rule() {
        return rule;
    }

    /** Where in the JSON text, in bytes from 0, or {@link #NO_OFFSET}. */
    public long offset() {
        return offset;
    }

    private static String message(String member, String rule, long offset) {
        return (member.isEmpty() ? "" : Shown.of(member) + ": ")
                + rule
                + (offset < 0 ? "" : " (at byte " + offset + ")");
    }
}
