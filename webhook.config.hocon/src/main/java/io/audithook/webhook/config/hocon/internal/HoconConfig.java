/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the HOCON configuration. */
@ObjectClassDefinition(
        name = "Audithook HOCON file",
        description = "A file with webhooks as TheHive has them, kept in step with Config Admin.")
@interface HoconConfig {

    /** The PID. */
    String PID = "io.audithook.hocon";

    @AttributeDefinition(
            required = false,
            name = "File",
            description =
                    "Path of the HOCON file, relative to the working directory of the process. Blank: the framework"
                            + " property audithook.config; without that, no file is read.")
    String file() default "";
}
