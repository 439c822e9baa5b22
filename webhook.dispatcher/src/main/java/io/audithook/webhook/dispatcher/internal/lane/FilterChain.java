/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.webhook.api.Entry;
import java.util.List;
import java.util.Objects;

/** Asks the filters of an endpoint one after the other. Immutable. */
final class FilterChain {

    private final List<NamedFilter> filters;
    private final AuditEventJson json;

    FilterChain(List<NamedFilter> filters, AuditEventJson json) {
        this.filters = List.copyOf(filters);
        this.json = json;
    }

    /**
     * The bytes to send: those of the entry itself unless a filter gave a replacement; null if a filter
     * dropped the event.
     *
     * @throws FilterFailedException if a filter threw or gave null; its event must not be sent
     */
    byte[] apply(Entry entry) throws FilterFailedException {
        if (filters.isEmpty()) {
            return entry.json();
        }
        AuditEvent event = json.stored(entry.json());
        boolean replaced = false;
        for (NamedFilter named : filters) {
            Verdict verdict = ask(named, event);
            if (verdict.dropReason().isPresent()) {
                return null;
            }
            if (verdict.replacement().isPresent()) {
                event = verdict.replacement().get();
                replaced = true;
            }
        }
        return replaced ? encode(event) : entry.json();
    }

    private byte[] encode(AuditEvent event) throws FilterFailedException {
        try {
            return json.encode(event).json();
        } catch (RuntimeException e) {
            throw new FilterFailedException("the replacement for an event is not valid: " + e.getMessage(), e);
        }
    }

    private static Verdict ask(NamedFilter named, AuditEvent event) throws FilterFailedException {
        try {
            return Objects.requireNonNull(named.filter().filter(event), "the verdict is null");
        } catch (RuntimeException | LinkageError e) {
            throw new FilterFailedException("filter " + named.name() + " failed: " + e, e);
        }
    }

    /** A filter did not give a verdict. */
    static final class FilterFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        FilterFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
