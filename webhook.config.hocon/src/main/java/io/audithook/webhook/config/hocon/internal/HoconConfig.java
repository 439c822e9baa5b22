/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the HOCON configuration. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/hocon")
@interface HoconConfig {

    /** The PID. */
    String PID = "io.audithook.hocon";

    @AttributeDefinition(required = false, name = "%file.name", description = "%file.description")
    String[] file() default {};

    @AttributeDefinition(
            required = false,
            name = "%whenDeleted.name",
            description = "%whenDeleted.description",
            options = {
                @Option(label = "%whenDeleted.option.pause", value = "pause"),
                @Option(label = "%whenDeleted.option.delete", value = "delete"),
                @Option(label = "%whenDeleted.option.keep", value = "keep")
            })
    String whenDeleted() default "pause";
}
