/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.filter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How much may leave the house. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/tlp")
@interface TlpConfig {

    /** The PID. */
    String PID = "io.audithook.examples.tlp";

    @AttributeDefinition(name = "%max.name", description = "%max.description", min = "0", max = "3")
    int max() default 2;
}
