/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the metrics configuration. Values are read by {@link MetricsSettings#from}. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/metrics")
public @interface MetricsConfig {

    /** The PID. */
    String PID = "io.audithook.metrics";

    @AttributeDefinition(required = false, name = "%path.name", description = "%path.description")
    String path() default "/metrics";

    @AttributeDefinition(
            required = false,
            name = "%token.name",
            description = "%token.description",
            type = AttributeType.PASSWORD)
    String token() default "";

    @AttributeDefinition(required = false, name = "%loopbackOnly.name", description = "%loopbackOnly.description")
    boolean loopbackOnly() default true;
}
