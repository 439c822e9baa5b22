/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.api.PayloadFormat;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** CloudEvents 1.0.2 over HTTP: structured, alone or in batches, or binary. */
@Component(property = PayloadFormat.NAME + "=cloudevents")
public final class CloudEventsFormat implements PayloadFormat {

    @Override
    public PayloadEncoder encoder(Map<String, String> settings) {
        CloudEventSettings found = CloudEventSettings.of(settings);
        return switch (found.mode()) {
            case STRUCTURED -> new StructuredEncoder(found);
            case BINARY -> new BinaryEncoder(found);
        };
    }
}
