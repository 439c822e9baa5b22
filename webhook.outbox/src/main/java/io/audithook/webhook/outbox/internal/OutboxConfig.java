/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the outbox configuration. Values are read by {@link OutboxSettings#from}. */
@ObjectClassDefinition(
        name = "Audithook outbox",
        description = "Where accepted events are kept until every endpoint has them. A change restarts the outbox.")
public @interface OutboxConfig {

    /** The PID. */
    String PID = "io.audithook.outbox";

    @AttributeDefinition(
            required = false,
            name = "Directory",
            description = "On a local disk, for one process. Empty: outbox below the framework property audithook.data,"
                    + " or the data area of the bundle.")
    String directory() default "";

    @AttributeDefinition(
            required = false,
            name = "Size limit",
            description = "Bytes, or with a unit such as 8 GiB. When entries need more, events are refused.")
    String size_limit() default "8 GiB";

    @AttributeDefinition(
            required = false,
            name = "Retention",
            description = "Duration, such as 24 h: how long entries that every endpoint has are kept.")
    String retention() default "24 h";

    @AttributeDefinition(
            name = "Backlog age",
            required = false,
            description = "Duration, such as 30 d: older entries are removed even though an endpoint has not had them,"
                    + " and count as lost for it. Empty: no limit.")
    String backlog_age() default "";

    @AttributeDefinition(
            name = "Backlog size",
            required = false,
            description = "Bytes, or with a unit such as 4 GiB: beyond it the oldest entries are removed even though an"
                    + " endpoint has not had them, and count as lost for it. Empty: no limit.")
    String backlog_bytes() default "";

    @AttributeDefinition(
            required = false,
            name = "When full",
            description = "What becomes of an event when the size limit is reached or the disk is full: reject fails"
                    + " it at once, block lets its publisher wait until there is room.",
            options = {@Option(label = "reject", value = "reject"), @Option(label = "block", value = "block")})
    String full() default "reject";

    @AttributeDefinition(
            required = false,
            name = "Cache",
            description = "Bytes, or with a unit: the latest entries, kept in memory for all endpoints together.")
    String cache_bytes() default "32 MiB";
}
