/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import io.audithook.audit.api.AuditEvent;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** CloudEvents in binary mode: the attributes are headers, the body is the event's own bytes. */
final class BinaryEncoder implements PayloadEncoder {

    static final String JSON = "application/json";

    /** Servers take heads of 8 KiB, some only 4: one too long would be refused for ever. */
    private static final int MAX_OPTIONAL = 512;

    private final TypeTemplate type;

    /** What is the same in all. */
    private final Map<String, String> head = new LinkedHashMap<>();

    BinaryEncoder(CloudEventSettings settings) {
        type = settings.type();
        head.put("ce-specversion", "1.0");
        put(head, "source", settings.source());
        settings.schema().ifPresent(schema -> put(head, "dataschema", schema));
    }

    @Override
    public Payload encode(Entry entry, AuditEvent event) {
        Attributes attributes = Attributes.of(entry, event, type);
        Map<String, String> headers = new LinkedHashMap<>(head);
        put(headers, "id", attributes.id());
        put(headers, "type", attributes.type());
        put(headers, "time", attributes.time());
        putIfShort(headers, "subject", attributes.subject());
        putIfShort(headers, "partitionkey", attributes.partitionKey());
        return new Payload(JSON, headers, entry.json());
    }

    private static void put(Map<String, String> headers, String name, String value) {
        headers.put("ce-" + name, AttributeText.percentEncoded(value));
    }

    /** What has no place here stands in the body. */
    private static void putIfShort(Map<String, String> headers, String name, Optional<String> value) {
        value.filter(text -> text.length() <= MAX_OPTIONAL)
                .map(AttributeText::percentEncoded)
                .filter(text -> text.length() <= MAX_OPTIONAL)
                .ifPresent(text -> headers.put("ce-" + name, text));
    }
}
