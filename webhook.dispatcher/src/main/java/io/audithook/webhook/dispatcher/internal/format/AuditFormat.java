/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import io.audithook.audit.api.AuditEvent;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.api.PayloadFormat;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** The event's JSON as it was published, byte for byte; several of them as a JSON array. */
@Component(property = PayloadFormat.NAME + "=" + AuditFormat.AUDIT)
public final class AuditFormat implements PayloadFormat, PayloadEncoder {

    public static final String AUDIT = "audit";

    private static final String JSON = "application/json";

    @Override
    public PayloadEncoder encoder(Map<String, String> settings) {
        settings.keySet().stream().findFirst().ifPresent(key -> {
            throw new IllegalArgumentException(key + " is not known: this format has no settings");
        });
        return this;
    }

    @Override
    public Payload encode(Entry entry, AuditEvent event) {
        return new Payload(JSON, entry.json());
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public Payload join(List<Payload> payloads) {
        return new Payload(JSON, JsonArray.of(payloads));
    }
}
