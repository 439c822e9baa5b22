/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the HTTP intake configuration. Values are read by {@link IntakeSettings#from}. */
@ObjectClassDefinition(
        name = "Audithook HTTP intake",
        description = "Takes audit events by POST /audit/events, as one JSON object or as lines of JSON.")
public @interface IntakeConfig {

    /** The PID. */
    String PID = "io.audithook.http";

    @AttributeDefinition(
            required = false,
            name = "Token",
            description =
                    "If set, requests need Authorization: Bearer TOKEN. The token itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String token() default "";

    @AttributeDefinition(
            required = false,
            name = "Loopback only",
            description = "Whether requests from other machines are refused.")
    boolean loopbackOnly() default true;

    @AttributeDefinition(
            required = false,
            name = "Largest event",
            description = "In bytes of JSON.",
            min = "1024",
            max = "16777216")
    int event_maxBytes() default 1_048_576;

    @AttributeDefinition(
            required = false,
            name = "Timeout",
            description = "In milliseconds: how long a request waits for its events to be on disk.",
            min = "100",
            max = "600000")
    int timeoutMillis() default 30_000;
}
