/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.InvalidAuditEventException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks the text of one event in a single pass that builds nothing; what is not plain, in one with Jackson. */
final class EventChecker {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    /** Eight bytes at once, in whatever order. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private final JsonFactory factory;
    private final JsonLimits limits;

    EventChecker(JsonFactory factory, JsonLimits limits) {
        this.factory = factory;
        this.limits = limits;
    }

    /**
     * Checks the text.
     *
     * @return the ordering key
     * @throws InvalidAuditEventException with member, rule and offset
     */
    String check(byte[] json) {
        String key = PlainEvent.key(json, limits);
        return key != null ? key : walk(json);
    }

    /** The check with Jackson, which knows all that is JSON, and what is wrong with the rest. */
    String walk(byte[] json) {
        if (json.length > limits.eventBytes()) {
            throw invalid(
                    "", "an event must not be larger than " + limits.eventBytes() + " bytes", limits.eventBytes());
        }
        if (json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF) {
            throw invalid("", "must not begin with a byte order mark", 0);
        }
        requireUtf8(json);
        try (JsonParser parser = factory.createParser(json)) {
            // no string can be longer than the text it stands in
            Walk walk = new Walk(
                    parser,
                    json.length > limits.stringLength() ? limits.stringLength() : NO_LIMIT,
                    limits.nameLength());
            try {
                return walk.event();
            } catch (JsonProcessingException e) {
                throw walk.failed(e);
            }
        } catch (IOException e) {
            throw new InvalidAuditEventException("", e.getMessage(), InvalidAuditEventException.NO_OFFSET, e);
        }
    }

    /** Jackson lets overlong forms and surrogates through, so that another reader might see another text. */
    private static void requireUtf8(byte[] json) {
        int ascii = 0;
        while (ascii <= json.length - Long.BYTES && ((long) LONGS.get(json, ascii) & NOT_ASCII) == 0) {
            ascii += Long.BYTES;
        }
        while (ascii < json.length && json[ascii] >= 0) {
            ascii++;
        }
        if (ascii == json.length) {
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(json, ascii, json.length - ascii);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(rest);
        } catch (CharacterCodingException e) {
            throw new InvalidAuditEventException("", "must be valid UTF-8", rest.position(), e);
        }
    }

    private static InvalidAuditEventException invalid(String member, String rule, long offset) {
        return new InvalidAuditEventException(member, rule, offset, null);
    }

    /** One pass over one text. */
    private static final class Walk {

        private final JsonParser parser;
        private final int maxStringLength;
        private final int maxNameLength;
        private final Names names = new Names();
        private String objectId;
        private String rootId;
        private boolean operation;
        private boolean objectType;
        private boolean startDate;

        Walk(JsonParser parser, int maxStringLength, int maxNameLength) {
            this.parser = parser;
            this.maxStringLength = maxStringLength;
            this.maxNameLength = maxNameLength;
        }

        String event() throws IOException {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw invalid("", "must be one JSON object, but is empty", 0);
            }
            if (first != JsonToken.START_OBJECT) {
                throw invalid("", "must be one JSON object, but is " + kind(first), offset());
            }
            names.open();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = name();
                member(name, parser.nextToken());
            }
            if (parser.nextToken() != null) {
                throw invalid("", "nothing may follow the object", offset());
            }
            require(AuditEvent.OPERATION, operation);
            require(AuditEvent.OBJECT_TYPE, objectType);
            require(AuditEvent.OBJECT_ID, objectId != null);
            require(AuditEvent.START_DATE, startDate);
            return rootId != null ? rootId : objectId;
        }

        InvalidAuditEventException failed(JsonProcessingException e) {
            long offset = e.getLocation() == null ? offset() : e.getLocation().getByteOffset();
            // at the end of the text, the member that was read last is not the one to blame
            String member = e instanceof JsonEOFException ? "" : path();
            return new InvalidAuditEventException(member, rule(e), offset, e);
        }

        private void member(String name, JsonToken value) throws IOException {
            switch (name) {
                case AuditEvent.OPERATION -> operation = !text(name, value).isEmpty();
                case AuditEvent.OBJECT_TYPE -> objectType = !text(name, value).isEmpty();
                case AuditEvent.OBJECT_ID -> objectId = text(name, value);
                case AuditEvent.ROOT_ID -> {
                    if (value != JsonToken.VALUE_NULL) {
                        rootId = text(name, value);
                    }
                }
                case AuditEvent.REQUEST_ID -> orNull(name, value, value == JsonToken.VALUE_STRING, "a string");
                case AuditEvent.START_DATE -> {
                    millis(value);
                    startDate = true;
                }
                case AuditEvent.BASE -> orNull(name, value, value != null && value.isBoolean(), "true or false");
                case AuditEvent.DETAILS, AuditEvent.OBJECT ->
                    orNull(name, value, value == JsonToken.START_OBJECT, "an object");
                default -> {}
            }
            if (value != null && value.isStructStart()) {
                skip(value);
            } else {
                scalar(value);
            }
        }

        private String name() throws IOException {
            String name = parser.currentName();
            // Jackson looks at that since 2.16
            if (name.length() > maxNameLength) {
                throw invalid(
                        path(parser.getParsingContext().getParent()),
                        "a name must not be longer than " + maxNameLength + " characters",
                        offset());
            }
            if (!names.add(name)) {
                throw invalid(path(), "a name must not stand twice in an object", offset());
            }
            return name;
        }

        /** Jackson looks at the length of a string only when its buffer is used up. Who asks for it has it decoded. */
        private void scalar(JsonToken token) throws IOException {
            if (maxStringLength != NO_LIMIT
                    && token == JsonToken.VALUE_STRING
                    && parser.getTextLength() > maxStringLength) {
                throw invalid(path(), "a string must not be longer than " + maxStringLength + " characters", offset());
            }
        }

        /** As skipChildren, which would not look at the names, numbers and strings it passes over. */
        private void skip(JsonToken first) throws IOException {
            JsonToken token = first;
            int depth = 0;
            do {
                switch (token) {
                    case START_OBJECT -> {
                        depth++;
                        names.open();
                    }
                    case END_OBJECT -> {
                        depth--;
                        names.close();
                    }
                    case START_ARRAY -> depth++;
                    case END_ARRAY -> depth--;
                    case FIELD_NAME -> name();
                    default -> scalar(token);
                }
                token = depth == 0 ? null : parser.nextToken();
            } while (token != null);
        }

        private String text(String name, JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                throw invalid(name, "must be a string, but is " + kind(value), offset());
            }
            String text = parser.getText();
            if (text.isEmpty()) {
                throw invalid(name, "must not be empty", offset());
            }
            return text;
        }

        private void millis(JsonToken value) throws IOException {
            boolean whole =
                    value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!whole) {
                throw invalid(
                        AuditEvent.START_DATE,
                        "must be a whole number of milliseconds since 1970-01-01T00:00:00Z that fits 64 bits, but is "
                                + kind(value),
                        offset());
            }
        }

        private void orNull(String name, JsonToken value, boolean fits, String rule) {
            if (!fits && value != JsonToken.VALUE_NULL) {
                throw invalid(name, "must be " + rule + " or null, but is " + kind(value), offset());
            }
        }

        private static void require(String name, boolean present) {
            if (!present) {
                throw invalid(name, "is required", InvalidAuditEventException.NO_OFFSET);
            }
        }

        private long offset() {
            return parser.currentTokenLocation().getByteOffset();
        }

        private String path() {
            return path(parser.getParsingContext());
        }

        private static String path(JsonStreamContext context) {
            String pointer = context.pathAsPointer().toString();
            return pointer.isEmpty()
                    ? ""
                    : pointer.substring(1).replaceAll("/([0-9]+)", "[$1]").replace('/', '.');
        }

        private static String rule(JsonProcessingException e) {
            String message = e.getOriginalMessage();
            if (e instanceof StreamConstraintsException) {
                return message;
            }
            return e instanceof JsonEOFException ? "is not complete JSON" : "is not valid JSON";
        }

        private static String kind(JsonToken token) {
            if (token == null) {
                return "missing";
            }
            return switch (token) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "an array";
                case VALUE_STRING -> "a string";
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                case VALUE_NULL -> "null";
                default -> token.name();
            };
        }
    }
}
