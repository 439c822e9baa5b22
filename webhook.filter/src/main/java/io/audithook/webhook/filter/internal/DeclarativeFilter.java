/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;

/** A filter as its configuration wants it. */
final class DeclarativeFilter implements EventFilter {

    private final FilterSettings settings;
    private final Verdict dropped;

    DeclarativeFilter(FilterSettings settings) {
        this.settings = settings;
        String matter = settings.action() == FilterSettings.Action.DROP ? " matches" : " does not match";
        this.dropped = Verdict.drop("filter " + settings.name() + matter);
    }

    @Override
    public Verdict filter(AuditEvent event) {
        boolean matches = settings.condition().holds(event.members());
        return switch (settings.action()) {
            case PASS -> matches ? redacted(event) : dropped;
            case DROP -> matches ? dropped : Verdict.pass();
            case REDACT -> matches ? redacted(event) : Verdict.pass();
        };
    }

    private Verdict redacted(AuditEvent event) {
        AuditEvent redacted = settings.redaction().apply(event);
        return redacted == event ? Verdict.pass() : Verdict.pass(redacted);
    }
}
