/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What an event looks like in a request. A service with the property {@link #NAME}; endpoints choose it with {@code
 * format.target=(format.name=NAME)}. Built in are {@code audit}, the event's JSON as it was published, and {@code
 * cloudevents}. While the service that an endpoint names is missing, the endpoint's events wait.
 *
 * <p>Must be safe for use by many threads.
 */
@ConsumerType
public interface PayloadFormat {

    /** Service property with the name of the format: letters, digits and hyphens, from a letter on. */
    String NAME = "format.name";

    /**
     * What encodes for one endpoint; asked once for each endpoint and each of its configurations.
     *
     * @param settings the keys of the endpoint's configuration that begin with the name of the format and a dot, without
     *     these, with their values as text; those without a value are left out
     * @throws IllegalArgumentException if a setting is unknown or breaks a rule, with a message that begins with its key, and has a
     *     line for each that does: then the endpoint is INVALID, and says why
     */
    PayloadEncoder encoder(Map<String, String> settings);
}
