/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.events.internal.EventsSettings.Mapping;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes an audit event of a topic and properties. Fails for none; safe for use by many threads. */
final class EventMapper {

    /** The name under which EventAdmin has the topic among the properties. */
    static final String TOPIC = "event.topics";

    /** The member that says that something was left out. */
    static final String TRUNCATED = "truncated";

    private static final int MAX_MEMBER = 1024;
    private static final int MEMBERS_BYTES = 6 * MAX_MEMBER;

    /** Parts {@code UserCreated}, {@code USER_CREATED} and {@code user-created} before the last word. */
    private static final Pattern WORD_BEGIN = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z]+");

    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "Creation",
            Set.of(
                    "create",
                    "created",
                    "creation",
                    "add",
                    "added",
                    "new",
                    "insert",
                    "inserted",
                    "registered",
                    "installed"),
            "Update",
            Set.of("update", "updated", "change", "changed", "modify", "modified", "replaced", "renamed", "moved"),
            "Delete",
            Set.of("delete", "deleted", "deletion", "remove", "removed", "unregistered", "uninstalled"));

    private final Mapping mapping;
    private final InstantSource clock;

    EventMapper(Mapping mapping, InstantSource clock) {
        this.mapping = mapping;
        this.clock = clock;
    }

    /**
     * The audit event.
     *
     * @param properties may hold any object; looked at now, and not later
     */
    Mapped map(String topic, Map<String, ?> properties) {
        Topic parts = Topic.of(topic);
        // what it takes is not part of the details' size
        Values texts = new Values(mapping.secrecy(), 6 * MEMBERS_BYTES);
        Members members = new Members(parts, properties, texts);
        AuditEvent.Builder builder = AuditEvent.builder()
                .operation(members.text(mapping.operation()).orElseGet(() -> texts.text(parts.operation(), MAX_MEMBER)))
                .objectType(members.text(mapping.objectType()).orElseGet(() -> texts.text(parts.parent(), MAX_MEMBER)))
                .objectId(members.text(mapping.objectId()).orElseGet(() -> texts.text(topic, MAX_MEMBER)))
                .startDate(members.date(mapping.startDate()).orElseGet(clock::instant));
        members.text(mapping.rootId()).ifPresent(builder::rootId);
        members.text(mapping.requestId()).ifPresent(builder::requestId);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put(TOPIC, topic);
        properties.forEach((name, value) -> {
            if (!members.used.contains(name) && !mapping.omit().contains(name)) {
                details.putIfAbsent(name, value);
            }
        });
        Values values = new Values(mapping.secrecy(), mapping.detailsBytes());
        builder.details(values.members(details));
        if (values.isCut() || texts.isCut()) {
            builder.member(TRUNCATED, true);
        }
        return new Mapped(builder.build(), texts.bytes() + values.bytes());
    }

    @SuppressWarnings("JavaUtilDate") // publishers have them
    private static Optional<Instant> instant(Object value) {
        try {
            if (value instanceof Long || value instanceof Integer) {
                return Optional.of(Instant.ofEpochMilli(((Number) value).longValue()));
            }
            if (value instanceof Instant instant) {
                return inMillis(instant);
            }
            if (value instanceof Date date) {
                return Optional.of(Instant.ofEpochMilli(date.getTime()));
            }
            if (value instanceof Calendar calendar) {
                return Optional.of(calendar.toInstant());
            }
            if (value instanceof ZonedDateTime time) {
                return inMillis(time.toInstant());
            }
            if (value instanceof OffsetDateTime time) {
                return inMillis(time.toInstant());
            }
            if (value instanceof String text) {
                return text.matches("-?\\d{1,18}")
                        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)))
                        : inMillis(OffsetDateTime.parse(text).toInstant());
            }
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** None if it lies so far away that it has no milliseconds in 64 bits. */
    private static Optional<Instant> inMillis(Instant instant) {
        try {
            return Optional.of(Instant.ofEpochMilli(instant.toEpochMilli()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * An audit event.
     *
     * @param bytes about how large its JSON is
     */
    record Mapped(AuditEvent event, int bytes) {}

    /** Reads properties, and remembers which of them have become a member as they are. */
    private static final class Members {

        private final Topic topic;
        private final Map<String, ?> properties;
        private final Values texts;
        private final Set<String> used = new HashSet<>();

        Members(Topic topic, Map<String, ?> properties, Values texts) {
            this.topic = topic;
            this.properties = properties;
            this.texts = texts;
        }

        Optional<String> text(Template template) {
            Optional<String> text = template.fill(this::text);
            template.sole(this::text).ifPresent(used::add);
            return text.map(found -> texts.text(found, MAX_MEMBER));
        }

        Optional<Instant> date(Template template) {
            Optional<String> name = template.sole(one -> instant(properties.get(one)));
            name.ifPresent(used::add);
            return name.flatMap(one -> instant(properties.get(one)));
        }

        private Optional<String> text(String name) {
            return topic.part(name)
                    .or(() -> Optional.ofNullable(properties.get(name)).flatMap(Values::scalar))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }
    }

    /**
     * A topic.
     *
     * @param text all of it
     * @param parts what is between its slashes
     */
    private record Topic(String text, List<String> parts) {

        private static final Pattern PART = Pattern.compile("topic/(-?)([1-9]\\d?)");

        static Topic of(String text) {
            return new Topic(text, List.of(text.split("/", -1)));
        }

        /** What {@code topic}, {@code topic/2} and {@code topic/-1} stand for. */
        Optional<String> part(String name) {
            if (name.equals("topic")) {
                return Optional.of(text);
            }
            Matcher matcher = PART.matcher(name);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int number = Integer.parseInt(matcher.group(2));
            int index = matcher.group(1).isEmpty() ? number - 1 : parts.size() - number;
            return index >= 0 && index < parts.size() ? Optional.of(parts.get(index)) : Optional.empty();
        }

        /** What the last part says was done. */
        String operation() {
            String last = parts.get(parts.size() - 1);
            String word = WORD_BEGIN
                    .splitAsStream(last)
                    .reduce("", (before, next) -> next)
                    .toLowerCase(Locale.ROOT);
            return OPERATIONS.entrySet().stream()
                    .filter(operation -> operation.getValue().contains(word))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(last.isBlank() ? text : last);
        }

        /** All before the last part. */
        String parent() {
            int slash = text.lastIndexOf('/');
            return slash <= 0 ? text : text.substring(0, slash);
        }
    }
}
