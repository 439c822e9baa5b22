/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.InvalidAuditEventException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads and writes audit events as JSON. Text that comes in is checked and kept byte for byte, never
 * rewritten: unknown members, nulls, any nesting and any number survive.
 *
 * <p>What is checked: one object in UTF-8 and nothing after it, no name twice in an object, {@link JsonLimits},
 * and the types of the members that the specification names. {@code operation}, {@code objectType}, {@code objectId} and
 * {@code startDate} are required.
 *
 * <p>Safe for use by many threads.
 */
public final class AuditEventJson {

    private final JsonFactory factory;
    private final EventChecker checker;
    private final int maxDepth;

    /** @param limits how large an event may be */
    public AuditEventJson(JsonLimits limits) {
        factory = factory(limits);
        checker = new EventChecker(factory, limits);
        maxDepth = limits.depth();
    }

    /** What reads JSON by our rules. */
    static JsonFactory factory(JsonLimits limits) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.stringLength())
                        .maxNumberLength(limits.numberLength())
                        .build())
                // error messages must not hold what may be confidential
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                // member names are the publisher's: interning them would fill the JVM's table with foreign text
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /**
     * Checks the text of one event; its members are read when somebody looks at them.
     *
     * @param json not copied, so it must not be changed afterwards
     * @param eventId the publisher's own id, if there is one
     * @throws InvalidAuditEventException with member, rule and offset
     */
    public AuditEvent read(byte[] json, Optional<String> eventId) {
        checker.check(json);
        return AuditEvent.ofJson(eventId.orElse(null), json, this::members);
    }

    /** The event in bytes that were checked before, such as those in an outbox. */
    public AuditEvent stored(byte[] json) {
        return AuditEvent.ofJson(null, json, this::members);
    }

    /**
     * The JSON text of an event with its ordering key: as it came in, or written now, in either case
     * checked.
     *
     * @throws InvalidAuditEventException with member and rule, and the offset in the text
     */
    public Encoded encode(AuditEvent event) {
        byte[] json = event.json().orElseGet(() -> write(event.members()));
        return new Encoded(json, checker.check(json));
    }

    private Map<String, Object> members(byte[] json) {
        try {
            return new MemberReader(factory).read(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Text that was checked before cannot be read", e);
        }
    }

    private byte[] write(Map<String, Object> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = factory.createGenerator(out)) {
            new MemberWriter(generator, maxDepth).write(members);
        } catch (IOException e) {
            throw new InvalidAuditEventException("", e.getMessage(), InvalidAuditEventException.NO_OFFSET, e);
        }
        return out.toByteArray();
    }

    /**
     * An event ready to be stored.
     *
     * @param json one JSON object in UTF-8
     * @param key the ordering key: {@code rootId} if there is one, else {@code objectId}
     */
    @SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
    public record Encoded(byte[] json, String key) {

        public Encoded {
            Objects.requireNonNull(json, "json");
            Objects.requireNonNull(key, "key");
        }
    }
}
