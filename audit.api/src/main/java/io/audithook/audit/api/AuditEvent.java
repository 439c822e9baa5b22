/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One entry of an audit trail: who created, updated or deleted which object. Member names and
 * meanings are those of TheHive's audit trail; members beyond them are kept as they are.
 *
 * <p>Immutable and safe for use by many threads. Equality is identity: two entries with the same
 * members may well be two actions.
 */
public final class AuditEvent {

    /** Member {@value}: what was done, {@code Creation}, {@code Update} or {@code Delete}. */
    public static final String OPERATION = "operation";

    /** Member {@value}: the type of the object, such as {@code case} or {@code alert}. */
    public static final String OBJECT_TYPE = "objectType";

    /** Member {@value}: the id of the object. */
    public static final String OBJECT_ID = "objectId";

    /** Member {@value}: when the action was done, milliseconds since 1970-01-01T00:00:00Z. */
    public static final String START_DATE = "startDate";

    /** Member {@value}: the id of the request that did the action. */
    public static final String REQUEST_ID = "requestId";

    /** Member {@value}: the attributes used for the creation or update. */
    public static final String DETAILS = "details";

    /** Member {@value}: true for the main action when one request does several. */
    public static final String BASE = "base";

    /** Member {@value}: the id of the object's root parent. */
    public static final String ROOT_ID = "rootId";

    /** Member {@value}: the object after the action. */
    public static final String OBJECT = "object";

    private final String eventId;
    private final byte[] json;
    private final Function<byte[], Map<String, Object>> reader;
    private volatile Map<String, Object> members;

    private AuditEvent(
            String eventId, byte[] json, Function<byte[], Map<String, Object>> reader, Map<String, Object> members) {
        this.eventId = eventId;
        this.json = json;
        this.reader = reader;
        this.members = members;
    }

    /** Starts a new event. The members go over the wire in the order in which they are set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * For codecs: an event over JSON text whose members are read at the first access to one of them.
     *
     * @param eventId the id, or null when none was given
     * @param json one JSON object in UTF-8, already validated; not copied, so the caller must not
     *     change it afterwards
     * @param reader gives the members of {@code json} in their order; must not fail for validated
     *     text; may be called more than once
     */
    public static AuditEvent ofJson(String eventId, byte[] json, Function<byte[], Map<String, Object>> reader) {
        return new AuditEvent(
                eventId == null ? null : requireEventId(eventId),
                Objects.requireNonNull(json, "json"),
                Objects.requireNonNull(reader, "reader"),
                null);
    }

    /**
     * The publisher's own id of this event: the same id recorded twice is accepted once. Empty when
     * the trail is to give one.
     */
    public Optional<String> eventId() {
        return Optional.ofNullable(eventId);
    }

    /**
     * The JSON text this event was read from, byte for byte; empty for an event made by {@link
     * #builder()}. Each call gives a copy.
     */
    public Optional<byte[]> json() {
        return json == null ? Optional.empty() : Optional.of(json.clone());
    }

    /** What was done: {@code Creation}, {@code Update} or {@code Delete}. */
    public String operation() {
        return string(OPERATION);
    }

    /** The type of the object. */
    public String objectType() {
        return string(OBJECT_TYPE);
    }

    /** The id of the object. */
    public String objectId() {
        return string(OBJECT_ID);
    }

    /** When the action was done. */
    public Instant startDate() {
        return members().get(START_DATE) instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue())
                : Instant.EPOCH;
    }

    /** The id of the request that did the action; empty when absent. */
    public Optional<String> requestId() {
        return Optional.ofNullable(string(REQUEST_ID));
    }

    /** The attributes used for the creation or update; empty when absent. */
    public Map<String, Object> details() {
        return object(DETAILS);
    }

    /** Whether this is the main action of its request; true when absent. */
    public boolean base() {
        return !Boolean.FALSE.equals(members().get(BASE));
    }

    /** The id of the object's root parent; empty when absent. */
    public Optional<String> rootId() {
        return Optional.ofNullable(string(ROOT_ID));
    }

    /** The object after the action; empty when absent. */
    public Map<String, Object> object() {
        return object(OBJECT);
    }

    /**
     * All members in the publisher's order, those beyond the named ones too. Values are {@code null},
     * {@link String}, {@link Boolean}, {@link Integer}, {@link Long}, {@link BigInteger}, {@link
     * BigDecimal}, or unmodifiable {@link List}s and {@link Map}s of these.
     */
    public Map<String, Object> members() {
        Map<String, Object> read = members;
        if (read == null) {
            read = copyOfObject(reader.apply(json), "");
            members = read;
        }
        return read;
    }

    /** Names the event without its content, which may be confidential. */
    @Override
    public String toString() {
        return "AuditEvent[" + operation() + " " + objectType() + " " + objectId() + "]";
    }

    private String string(String member) {
        return members().get(member) instanceof String text ? text : null;
    }

    @SuppressWarnings("unchecked") // copyOf lets only String keys in
    private Map<String, Object> object(String member) {
        return members().get(member) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static String requireEventId(String id) {
        if (id.isEmpty() || id.length() > 255 || !id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '.')) {
            throw new IllegalArgumentException(
                    "eventId \"" + Shown.of(id) + "\": must be 1 to 255 visible ASCII characters without a dot");
        }
        return id;
    }

    private static Object copyOf(Object value, String path) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(Shown.of(path) + ": " + value + " is not a JSON number");
            }
            return new BigDecimal(value.toString());
        }
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof Map<?, ?> map) {
            return copyOfObject(map, path);
        }
        if (value instanceof Iterable<?> items) {
            List<Object> list = new ArrayList<>();
            for (Object item : items) {
                list.add(copyOf(item, path + "[" + list.size() + "]"));
            }
            return Collections.unmodifiableList(list);
        }
        throw new IllegalArgumentException(Shown.of(path) + ": "
                + value.getClass().getName()
                + " has no JSON form; use String, Boolean, Number, Instant, Map or Iterable");
    }

    private static Map<String, Object> copyOfObject(Map<?, ?> map, String path) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException(
                        Shown.of(path) + ": the member name " + Shown.of(String.valueOf(key)) + " is not a String");
            }
            copy.put(name, copyOf(value, path.isEmpty() ? name : path + "." + name));
        });
        return Collections.unmodifiableMap(copy);
    }

    /** Collects the members of an event. Not safe for use by several threads at once. */
    public static final class Builder {

        private static final List<String> REQUIRED = List.of(OPERATION, OBJECT_TYPE, OBJECT_ID, START_DATE);

        private final Map<String, Object> members = new LinkedHashMap<>();
        private String eventId;

        private Builder() {}

        /**
         * Sets the publisher's own id: the same id recorded twice is accepted once.
         *
         * @throws IllegalArgumentException unless it is 1 to 255 visible ASCII characters without a dot
         *     (Standard Webhooks 1.0.0 signs {@code id.timestamp.body})
         */
        public Builder eventId(String id) {
            eventId = requireEventId(id);
            return this;
        }

        /** Sets what was done: {@code Creation}, {@code Update} or {@code Delete}. */
        public Builder operation(String operation) {
            return required(OPERATION, operation);
        }

        /** Sets the type of the object. */
        public Builder objectType(String type) {
            return required(OBJECT_TYPE, type);
        }

        /** Sets the id of the object. */
        public Builder objectId(String id) {
            return required(OBJECT_ID, id);
        }

        /** Sets when the action was done; kept in milliseconds. */
        public Builder startDate(Instant when) {
            return required(START_DATE, when);
        }

        /** Sets the id of the request that did the action. */
        public Builder requestId(String id) {
            return member(REQUEST_ID, id);
        }

        /** Sets the attributes used for the creation or update. */
        public Builder details(Map<String, ?> details) {
            return member(DETAILS, details);
        }

        /** Sets whether this is the main action of its request. */
        public Builder base(boolean base) {
            return member(BASE, base);
        }

        /** Sets the id of the object's root parent; with {@code objectId} it decides the order of delivery. */
        public Builder rootId(String id) {
            return member(ROOT_ID, id);
        }

        /** Sets the object after the action. */
        public Builder object(Map<String, ?> object) {
            return member(OBJECT, object);
        }

        /**
         * Sets any member, also one beyond the named ones.
         *
         * @param value null, a String, Boolean, Number, Instant (becomes milliseconds), Map with String
         *     keys, or Iterable, nested at will; copied, so later changes have no effect
         * @throws IllegalArgumentException if a value has no JSON form; the message gives its path
         */
        public Builder member(String name, Object value) {
            members.put(Objects.requireNonNull(name, "name"), copyOf(value, name));
            return this;
        }

        /**
         * Makes the event.
         *
         * @throws IllegalStateException naming a required member that was not set: {@code operation},
         *     {@code objectType}, {@code objectId} or {@code startDate}
         */
        public AuditEvent build() {
            for (String name : REQUIRED) {
                if (!members.containsKey(name)) {
                    throw new IllegalStateException("the member " + name + " is required");
                }
            }
            return new AuditEvent(eventId, null, null, Collections.unmodifiableMap(new LinkedHashMap<>(members)));
        }

        private Builder required(String name, Object value) {
            return member(name, Objects.requireNonNull(value, name));
        }
    }
}
