/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the address policy. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/address")
@interface AddressConfig {

    String PID = "io.audithook.address";

    @AttributeDefinition(
            required = false,
            name = "%profile.name",
            description = "%profile.description",
            options = {
                @Option(label = "%profile.option.intranet", value = "intranet"),
                @Option(label = "%profile.option.public-only", value = "public-only")
            })
    String profile() default "intranet";

    @AttributeDefinition(required = false, name = "%allowed.name", description = "%allowed.description")
    String[] allowed() default {};
}
