/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.audithook.audit.api.InvalidAuditEventException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Writes the values that an event may have. Counts levels by itself: Jackson does since 2.16. */
final class MemberWriter {

    private final JsonGenerator generator;
    private final int maxDepth;
    private int depth;

    MemberWriter(JsonGenerator generator, int maxDepth) {
        this.generator = generator;
        this.maxDepth = maxDepth;
    }

    /** @throws InvalidAuditEventException if it is nested too deep */
    void write(Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number);
        } else if (value instanceof Map<?, ?> members) {
            enter();
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                generator.writeFieldName((String) member.getKey());
                write(member.getValue());
            }
            generator.writeEndObject();
            depth--;
        } else if (value instanceof List<?> items) {
            enter();
            generator.writeStartArray();
            for (Object item : items) {
                write(item);
            }
            generator.writeEndArray();
            depth--;
        } else {
            throw new IllegalArgumentException(value.getClass() + " is no value of an event");
        }
    }

    private void enter() {
        if (++depth > maxDepth) {
            throw new InvalidAuditEventException(
                    "",
                    "objects and arrays must not be nested more than " + maxDepth + " levels deep",
                    InvalidAuditEventException.NO_OFFSET,
                    null);
        }
    }
}
