/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What becomes of an event before it is sent to an endpoint: its filters are asked one after the other, its format
 * encodes what they let pass. Immutable.
 */
public final class Preparation {

    private final List<NamedFilter> filters;
    private final EventViews views;
    private final String format;
    private final PayloadEncoder encoder;
    private final Instant end;

    /**
     * What becomes of events before they are sent, whenever they were accepted.
     *
     * @param filters asked in this order
     * @param views what they see of events
     * @param format the name of the format
     * @param encoder encodes
     */
    public Preparation(List<NamedFilter> filters, EventViews views, String format, PayloadEncoder encoder) {
        this(filters, views, format, encoder, Instant.MAX);
    }

    /**
     * The same, where some come too late.
     *
     * @param filters asked in this order
     * @param views what they see of events
     * @param format the name of the format
     * @param encoder encodes
     * @param end what was accepted from then on is dropped
     */
    public Preparation(
            List<NamedFilter> filters, EventViews views, String format, PayloadEncoder encoder, Instant end) {
        this.filters = List.copyOf(filters);
        this.views = Objects.requireNonNull(views, "views");
        this.format = Objects.requireNonNull(format, "format");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.end = Objects.requireNonNull(end, "end");
    }

    /** Whether there are events that it drops since they came too late; then none of them is to be prepared by another one. */
    boolean ends() {
        return !end.equals(Instant.MAX);
    }

    /**
     * What to send; null if a filter dropped the event, or it was accepted too late.
     *
     * @param visit asks the filters
     * @throws PreparationException if a filter or the format threw or gave null, or a filter takes too long; the event must
     *     not be sent
     */
    Payload apply(Entry entry, FilterWatch.Visit visit) throws PreparationException {
        if (!entry.acceptedAt().isBefore(end)) {
            return null;
        }
        AuditEvent event = filters.isEmpty() ? views.own(entry) : views.shared(entry);
        boolean replaced = false;
        for (NamedFilter named : filters) {
            Verdict verdict = visit.ask(named, event);
            if (verdict.dropReason().isPresent()) {
                return null;
            }
            if (verdict.replacement().isPresent()) {
                event = verdict.replacement().get();
                replaced = true;
            }
        }
        return replaced ? encode(replaced(entry, event), event) : encode(entry, event);
    }

    /**
     * What to send of several.
     *
     * @throws PreparationException if the format threw or gave null
     */
    Payload join(List<Payload> payloads) throws PreparationException {
        try {
            return Objects.requireNonNull(encoder.join(payloads), "the payload is null");
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private Entry replaced(Entry entry, AuditEvent event) throws PreparationException {
        try {
            byte[] replacement = views.encode(event).json();
            return new Entry(entry.position(), entry.id(), entry.acceptedAt(), entry.key(), replacement);
        } catch (RuntimeException e) {
            throw new PreparationException("the replacement for an event is not valid: " + e.getMessage(), e);
        }
    }

    private Payload encode(Entry entry, AuditEvent event) throws PreparationException {
        try {
            return Objects.requireNonNull(encoder.encode(entry, event), "the payload is null");
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private PreparationException failed(Throwable cause) {
        return new PreparationException("format " + format + " failed: " + text(cause), cause);
    }

    /** What others throw, for people; even to say that may fail. */
    public static String text(Throwable thrown) {
        return said(thrown, Throwable::toString);
    }

    /** The same of what they have to say alone. */
    public static String message(Throwable thrown) {
        return said(thrown, Throwable::getMessage);
    }

    private static String said(Throwable thrown, Function<Throwable, String> how) {
        try {
            return String.valueOf(how.apply(thrown));
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }

    /** What others have thrown, unless it throws at whoever looks at it. */
    private static Throwable tellable(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
            return thrown;
        } catch (Throwable e) {
            return null;
        }
    }

    /** A filter did not give a verdict, or a format no payload. */
    static final class PreparationException extends Exception {

        private static final long serialVersionUID = 1L;

        PreparationException(String message) {
            super(message);
        }

        PreparationException(String message, Throwable cause) {
            super(message, tellable(cause));
        }
    }
}
