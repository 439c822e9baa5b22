/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the framework as a source of events. Values are read by {@link FrameworkSettings#from}. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/framework")
@interface FrameworkConfig {

    String PID = "io.audithook.framework";

    @AttributeDefinition(required = false, name = "%configurations.name", description = "%configurations.description")
    boolean configurations() default false;

    @AttributeDefinition(required = false, name = "%bundles.name", description = "%bundles.description")
    boolean bundles() default false;

    @AttributeDefinition(required = false, name = "%errors.name", description = "%errors.description")
    boolean errors() default false;

    @AttributeDefinition(
            required = false,
            name = "%pending.limit.name",
            description = "%pending.limit.description",
            min = "1",
            max = "1000000")
    int pending_limit() default 10_000;

    @AttributeDefinition(required = false, name = "%pending.bytes.name", description = "%pending.bytes.description")
    String pending_bytes() default "16 MiB";
}
