/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.receiver;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the sample receiver listens. */
@ObjectClassDefinition(name = "Audithook sample receiver", description = "Prints each JSON it gets and answers OK.")
@interface ReceiverConfig {

    /** The PID. */
    String PID = "io.audithook.receiver";

    @AttributeDefinition(name = "Host", description = "The address to listen on.")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "The port to listen on; 0 for any.", min = "0", max = "65535")
    int port() default 5000;
}
