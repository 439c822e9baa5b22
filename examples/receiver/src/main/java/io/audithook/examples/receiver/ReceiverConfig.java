/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.receiver;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the sample receiver listens. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/receiver")
@interface ReceiverConfig {

    /** The PID. */
    String PID = "io.audithook.receiver";

    @AttributeDefinition(name = "%host.name", description = "%host.description")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "%port.name", description = "%port.description", min = "0", max = "65535")
    int port() default 5000;
}
