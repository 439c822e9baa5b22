/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the HOCON configuration. */
@ObjectClassDefinition(
        name = "Audithook HOCON files",
        description = "Files with webhooks as TheHive has them, kept in step with Config Admin.")
@interface HoconConfig {

    /** The PID. */
    String PID = "io.audithook.hocon";

    @AttributeDefinition(
            required = false,
            name = "Files",
            description =
                    "Paths of HOCON files, relative to the working directory of the process. None: those of the framework"
                            + " property audithook.config, separated as the JVM separates paths (: or ;); without that,"
                            + " no file is read.")
    String[] file() default {};

    @AttributeDefinition(
            required = false,
            name = "When deleted",
            description = "What becomes of the endpoints whose file is deleted: pause (they send nothing, and keep what"
                    + " waits, until the file is back), delete, or keep (they go on).",
            options = {
                @Option(label = "pause", value = "pause"),
                @Option(label = "delete", value = "delete"),
                @Option(label = "keep", value = "keep")
            })
    String whenDeleted() default "pause";
}
