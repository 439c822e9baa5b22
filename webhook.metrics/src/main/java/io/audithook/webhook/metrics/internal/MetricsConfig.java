/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the metrics configuration. Values are read by {@link MetricsSettings#from}. */
@ObjectClassDefinition(
        name = "Audithook metrics",
        description =
                "Shows numbers of endpoints and outbox to Prometheus. Without a configuration of this PID, even an"
                        + " empty one, nothing is shown.")
public @interface MetricsConfig {

    /** The PID. */
    String PID = "io.audithook.metrics";

    @AttributeDefinition(
            required = false,
            name = "Path",
            description = "Where the HTTP service of the host shows the metrics to GET.")
    String path() default "/metrics";

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
}
