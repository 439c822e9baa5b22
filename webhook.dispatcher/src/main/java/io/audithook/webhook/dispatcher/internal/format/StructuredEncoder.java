/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.audithook.audit.api.AuditEvent;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * CloudEvents in structured mode: one JSON object with the attributes, and the event's own bytes as its {@code data};
 * several in the JSON batch format.
 */
final class StructuredEncoder implements PayloadEncoder {

    private static final String ONE = "application/cloudevents+json";
    private static final String SEVERAL = "application/cloudevents-batch+json";
    private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.US_ASCII);

    /** Room for the attributes of most. */
    private static final int ATTRIBUTES = 512;

    private final TypeTemplate type;

    /** What is the same in all. */
    private final byte[] head;

    StructuredEncoder(CloudEventSettings settings) {
        type = settings.type();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("{\"specversion\":\"1.0\"".getBytes(StandardCharsets.US_ASCII));
        write(out, "source", settings.source());
        write(out, "datacontenttype", BinaryEncoder.JSON);
        settings.schema().ifPresent(schema -> write(out, "dataschema", schema));
        head = out.toByteArray();
    }

    @Override
    public Payload encode(Entry entry, AuditEvent event) {
        Attributes attributes = Attributes.of(entry, event, type);
        ByteArrayOutputStream out = new ByteArrayOutputStream(entry.json().length + ATTRIBUTES);
        out.writeBytes(head);
        write(out, "id", attributes.id());
        write(out, "type", attributes.type());
        write(out, "time", attributes.time());
        attributes.subject().ifPresent(subject -> write(out, "subject", subject));
        attributes.partitionKey().ifPresent(key -> write(out, "partitionkey", key));
        out.writeBytes(DATA);
        out.writeBytes(entry.json());
        out.write('}');
        return new Payload(ONE, out.toByteArray());
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public Payload join(List<Payload> payloads) {
        return new Payload(SEVERAL, JsonArray.of(payloads));
    }

    private static void write(ByteArrayOutputStream out, String name, String value) {
        out.writeBytes((",\"" + name + "\":\"").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        out.write('"');
    }
}
