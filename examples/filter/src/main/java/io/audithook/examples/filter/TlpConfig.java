/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.filter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How much may leave the house. */
@ObjectClassDefinition(
        name = "Audithook example: TLP filter",
        description = "Drops events whose object is marked above a level of the Traffic Light Protocol.")
@interface TlpConfig {

    /** The PID. */
    String PID = "io.audithook.examples.tlp";

    @AttributeDefinition(
            name = "Highest level",
            description = "0 white, 1 green, 2 amber, 3 red: what is above stays in the house.",
            min = "0",
            max = "3")
    int max() default 2;
}
