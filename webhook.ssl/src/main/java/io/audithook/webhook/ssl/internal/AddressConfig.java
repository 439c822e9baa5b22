/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the address policy. */
@ObjectClassDefinition(
        name = "Audithook address policy",
        description =
                "Which addresses requests may go to, whatever the URLs of endpoints, DNS or proxies say. Link-local"
                        + " addresses and the metadata services of clouds are never allowed.")
@interface AddressConfig {

    String PID = "io.audithook.address";

    @AttributeDefinition(
            required = false,
            name = "Profile",
            description = "What is allowed without further settings.",
            options = {
                @Option(label = "The internet and private networks", value = "intranet"),
                @Option(label = "The internet alone", value = "public-only")
            })
    String profile() default "intranet";

    @AttributeDefinition(
            required = false,
            name = "Allowed",
            description = "IP addresses and CIDR blocks that are allowed beside it, such as 127.0.0.0/8 and ::1 for"
                    + " receivers on this host.")
    String[] allowed() default {};
}
