/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the outbox configuration. Values are read by {@link OutboxSettings#from}. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/outbox")
public @interface OutboxConfig {

    /** The PID. */
    String PID = "io.audithook.outbox";

    @AttributeDefinition(required = false, name = "%directory.name", description = "%directory.description")
    String directory() default "";

    @AttributeDefinition(required = false, name = "%size.limit.name", description = "%size.limit.description")
    String size_limit() default "8 GiB";

    @AttributeDefinition(required = false, name = "%retention.name", description = "%retention.description")
    String retention() default "24 h";

    @AttributeDefinition(name = "%backlog.age.name", required = false, description = "%backlog.age.description")
    String backlog_age() default "";

    @AttributeDefinition(name = "%backlog.bytes.name", required = false, description = "%backlog.bytes.description")
    String backlog_bytes() default "";

    @AttributeDefinition(
            required = false,
            name = "%full.name",
            description = "%full.description",
            options = {
                @Option(label = "%full.option.reject", value = "reject"),
                @Option(label = "%full.option.block", value = "block")
            })
    String full() default "reject";

    @AttributeDefinition(required = false, name = "%cache.bytes.name", description = "%cache.bytes.description")
    String cache_bytes() default "32 MiB";
}
