/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of a source of events. Values are read by {@link EventsSettings#from}. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/events")
@interface EventsConfig {

    String PID = "io.audithook.events";

    @AttributeDefinition(required = false, name = "%topics.name", description = "%topics.description")
    String[] topics() default {};

    @AttributeDefinition(required = false, name = "%typed.topics.name", description = "%typed.topics.description")
    String[] typed_topics() default {};

    @AttributeDefinition(required = false, name = "%filter.name", description = "%filter.description")
    String filter() default "";

    @AttributeDefinition(required = false, name = "%operation.name", description = "%operation.description")
    String operation() default "{operation}";

    @AttributeDefinition(required = false, name = "%objectType.name", description = "%objectType.description")
    String objectType() default "{objectType}";

    @AttributeDefinition(required = false, name = "%objectId.name", description = "%objectId.description")
    String objectId() default "{objectId|id|path|service.pid|bundle.symbolicName}";

    @AttributeDefinition(required = false, name = "%startDate.name", description = "%startDate.description")
    String startDate() default "{startDate|timestamp}";

    @AttributeDefinition(required = false, name = "%rootId.name", description = "%rootId.description")
    String rootId() default "{rootId}";

    @AttributeDefinition(required = false, name = "%requestId.name", description = "%requestId.description")
    String requestId() default "{requestId}";

    @AttributeDefinition(required = false, name = "%mask.name", description = "%mask.description")
    String[] mask() default {};

    @AttributeDefinition(required = false, name = "%omit.name", description = "%omit.description")
    String[] omit() default {};

    @AttributeDefinition(required = false, name = "%details.bytes.name", description = "%details.bytes.description")
    String details_bytes() default "64 KiB";

    @AttributeDefinition(
            required = false,
            name = "%pending.limit.name",
            description = "%pending.limit.description",
            min = "1",
            max = "1000000")
    int pending_limit() default 10_000;

    @AttributeDefinition(required = false, name = "%pending.bytes.name", description = "%pending.bytes.description")
    String pending_bytes() default "16 MiB";
}
