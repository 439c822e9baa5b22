/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.api.PayloadFormat;
import io.audithook.webhook.dispatcher.internal.lane.Preparation;
import io.audithook.webhook.settings.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A format with the name people know it by.
 *
 * @param name the value of its property {@code format.name}
 * @param format the format
 */
record NamedFormat(String name, PayloadFormat format) {

    NamedFormat {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");
    }

    /**
     * What encodes for an endpoint.
     *
     * @param batchSize how many events go into one request at the most
     * @throws IllegalArgumentException with the key of the configuration and the rule
     */
    PayloadEncoder encoder(Map<String, Object> configuration, int batchSize) {
        String prefix = name + ".";
        Map<String, String> settings = new Settings(EndpointConfig.PID, configuration).below(prefix);
        PayloadEncoder encoder;
        try {
            encoder = Objects.requireNonNull(format.encoder(settings), "the encoder is null");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Preparation.message(e).lines().map(line -> prefix + line).collect(Collectors.joining("; ")), e);
        } catch (Throwable e) {
            throw new IllegalArgumentException("format " + name + " failed: " + Preparation.text(e));
        }
        if (batchSize > 1 && !encoder.joins()) {
            throw new IllegalArgumentException("batch.size=" + batchSize + " must be 1, for format " + name
                    + " as it is set puts no events together");
        }
        return encoder;
    }
}
