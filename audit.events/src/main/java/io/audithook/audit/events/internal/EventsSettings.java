/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.NamedPids;
import io.audithook.webhook.settings.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/**
 * What a source of events is to record, and how.
 *
 * @param topics topics of EventAdmin
 * @param typedTopics topics of typed events
 * @param filter LDAP filter on the properties, if there is one
 * @param mapping what becomes of an event
 * @param limits how much may wait for the disk
 */
record EventsSettings(
        List<String> topics, List<String> typedTopics, Optional<String> filter, Mapping mapping, PendingLimits limits) {

    static final Form FORM = Form.of(EventsConfig.class);

    private static final int MAX_FILTER_LENGTH = 1000;
    private static final int MAX_TOPIC_LENGTH = 500;

    /** EventAdmin knows no dots in topics, but some publish with them; it knows no * but at the end. */
    private static final Pattern TOPIC = Pattern.compile("\\*|[\\w.-]+(/[\\w.-]+)*(/\\*)?");

    EventsSettings {
        topics = List.copyOf(topics);
        typedTopics = List.copyOf(typedTopics);
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(limits, "limits");
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static EventsSettings from(Settings settings) {
        settings.checkKeys(FORM);
        NamedPids.refuse(settings, EventsConfig.PID);
        NamedPids.refuseSigns(settings);
        List<String> topics = settings.values("topics", EventsSettings::topic);
        List<String> typedTopics = settings.values("typed.topics", EventsSettings::topic);
        if (!settings.has("topics") && !settings.has("typed.topics")) {
            settings.problem("topics", "must be set, or typed.topics");
        }
        Optional<String> filter = settings.value("filter", EventsSettings::filter);
        Mapping mapping = Mapping.from(settings);
        PendingLimits limits = PendingLimits.from(settings);
        return settings.complete(() -> new EventsSettings(topics, typedTopics, filter, mapping, limits));
    }

    private static String topic(String text) {
        if (text.length() > MAX_TOPIC_LENGTH || !TOPIC.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a topic such as com/acme/user/CREATED, com/acme/*, or *");
        }
        return text;
    }

    private static String filter(String text) {
        if (text.length() > MAX_FILTER_LENGTH) {
            throw new IllegalArgumentException(
                    "must be an LDAP filter of at most " + MAX_FILTER_LENGTH + " characters");
        }
        try {
            return FrameworkUtil.createFilter(text).toString();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("must be an LDAP filter, such as (severity>=3)", e);
        }
    }

    /**
     * What becomes of an event.
     *
     * @param operation what was done
     * @param objectType to what kind of object
     * @param objectId to which one
     * @param startDate the property that says when
     * @param rootId the root parent of the object
     * @param requestId the request that did it
     * @param secrecy which properties are masked
     * @param omit which properties are left out of the details
     * @param detailsBytes how large the details may be
     */
    record Mapping(
            Template operation,
            Template objectType,
            Template objectId,
            Template startDate,
            Template rootId,
            Template requestId,
            Secrecy secrecy,
            Set<String> omit,
            int detailsBytes) {

        private static final int DEFAULT_BYTES = 64 << 10;
        private static final int MIN_BYTES = 1 << 10;
        private static final int MAX_BYTES = 512 << 10;

        Mapping {
            Objects.requireNonNull(secrecy, "secrecy");
            omit = Set.copyOf(omit);
        }

        private static Mapping from(Settings settings) {
            Secrecy secrecy = new Secrecy(new HashSet<>(settings.list("mask")));
            Template operation = template(settings, secrecy, "operation", "{operation}");
            Template objectType = template(settings, secrecy, "objectType", "{objectType}");
            Template objectId =
                    template(settings, secrecy, "objectId", "{objectId|id|path|service.pid|bundle.symbolicName}");
            Template startDate = template(settings, secrecy, "startDate", "{startDate|timestamp}");
            if (!startDate.isOneValue()) {
                settings.problem(
                        "startDate", settings.text("startDate", ""), "must be one property, such as {timestamp}");
            }
            Template rootId = template(settings, secrecy, "rootId", "{rootId}");
            Template requestId = template(settings, secrecy, "requestId", "{requestId}");
            Set<String> omit = new HashSet<>(settings.list("omit"));
            int bytes = settings.bytes("details.bytes", MIN_BYTES, MAX_BYTES)
                    .map(Long::intValue)
                    .orElse(DEFAULT_BYTES);
            return new Mapping(operation, objectType, objectId, startDate, rootId, requestId, secrecy, omit, bytes);
        }

        private static Template template(Settings settings, Secrecy secrecy, String key, String standard) {
            return settings.value(key, text -> {
                        Template template = Template.parse(text);
                        if (template.names().stream().anyMatch(secrecy::covers)) {
                            throw new IllegalArgumentException("must not show a property that is masked");
                        }
                        return template;
                    })
                    .orElseGet(() -> Template.parse(standard));
        }
    }
}
