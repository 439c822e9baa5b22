/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import io.audithook.audit.api.AuditEvent;
import io.audithook.webhook.api.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The attributes of a CloudEvent that differ from event to event. Two deliveries of an event have the same.
 *
 * @param id that of the entry
 * @param type made from object type and operation
 * @param subject the id of the object, if there is one
 * @param time when the action was done, or the event was accepted
 * @param partitionKey the ordering key: events with the same are delivered in their order
 */
record Attributes(String id, String type, Optional<String> subject, String time, Optional<String> partitionKey) {

    private static final int LAST_YEAR = 9999;

    static Attributes of(Entry entry, AuditEvent event, TypeTemplate type) {
        return new Attributes(
                entry.id(),
                type.of(event),
                text(event.objectId()),
                time(event).orElse(entry.acceptedAt()).toString(),
                text(entry.key()));
    }

    private static Optional<String> text(String text) {
        return Optional.ofNullable(text).filter(found -> !found.isEmpty()).map(AttributeText::clean);
    }

    /** RFC 3339 has years of four digits. */
    private static Optional<Instant> time(AuditEvent event) {
        if (!(event.members().get(AuditEvent.START_DATE) instanceof Number millis)) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.ofEpochMilli(millis.longValue());
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            return year >= 0 && year <= LAST_YEAR ? Optional.of(time) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
