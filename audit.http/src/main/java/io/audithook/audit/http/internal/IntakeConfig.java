/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the HTTP intake configuration. Values are read by {@link IntakeSettings#from}. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/http")
public @interface IntakeConfig {

    /** The PID. */
    String PID = "io.audithook.http";

    @AttributeDefinition(
            required = false,
            name = "%token.name",
            description = "%token.description",
            type = AttributeType.PASSWORD)
    String token() default "";

    @AttributeDefinition(required = false, name = "%loopbackOnly.name", description = "%loopbackOnly.description")
    boolean loopbackOnly() default true;

    @AttributeDefinition(
            required = false,
            name = "%event.maxBytes.name",
            description = "%event.maxBytes.description",
            min = "1024",
            max = "16777216")
    int event_maxBytes() default 1_048_576;

    @AttributeDefinition(
            required = false,
            name = "%timeoutMillis.name",
            description = "%timeoutMillis.description",
            min = "100",
            max = "600000")
    int timeoutMillis() default 30_000;
}
