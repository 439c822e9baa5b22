/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of a source of events. Values are read by {@link EventsSettings#from}. */
@ObjectClassDefinition(
        name = "Audithook event source",
        description =
                "Records what is published under topics of EventAdmin, or as OSGi typed events, in the audit trail.")
@interface EventsConfig {

    String PID = "io.audithook.events";

    @AttributeDefinition(
            required = false,
            name = "Topics",
            description =
                    "Topics of EventAdmin, such as com/acme/user/CREATED; com/acme/* for all below one, * for all."
                            + " These or typed topics must be set.")
    String[] topics() default {};

    @AttributeDefinition(
            required = false,
            name = "Typed topics",
            description = "Topics of OSGi typed events, in the same form. Blank: typed events are not recorded.")
    String[] typed_topics() default {};

    @AttributeDefinition(
            required = false,
            name = "Filter",
            description = "LDAP filter on the properties of events, such as (severity>=3). Blank: all of these topics.")
    String filter() default "";

    @AttributeDefinition(
            required = false,
            name = "Operation",
            description =
                    "What was done: a text in which {NAME} stands for a property, {NAME|OTHER} for the first one that"
                            + " is there, {topic} for the topic and {topic/3} or {topic/-1} for a part of it. If there is none: what the"
                            + " last part of the topic says.")
    String operation() default "{operation}";

    @AttributeDefinition(
            required = false,
            name = "Object type",
            description = "The type of the object, as such a text. If there is none: the topic without its last part.")
    String objectType() default "{objectType}";

    @AttributeDefinition(
            required = false,
            name = "Object id",
            description = "The id of the object, as such a text. If there is none: the topic.")
    String objectId() default "{objectId|id|path|service.pid|bundle.symbolicName}";

    @AttributeDefinition(
            required = false,
            name = "Start date",
            description =
                    "The property that says when it was done: {NAME} or {NAME|OTHER}. If there is none: when the event"
                            + " arrived.")
    String startDate() default "{startDate|timestamp}";

    @AttributeDefinition(
            required = false,
            name = "Root id",
            description = "The id of the object's root parent, as such a text. If there is none, the event has none.")
    String rootId() default "{rootId}";

    @AttributeDefinition(
            required = false,
            name = "Request id",
            description = "The id of the request that did it, as such a text. If there is none, the event has none.")
    String requestId() default "{requestId}";

    @AttributeDefinition(
            required = false,
            name = "Masked properties",
            description =
                    "Names of properties whose values nobody is to see, beside those that look like secrets: they go"
                            + " out as ***.")
    String[] mask() default {};

    @AttributeDefinition(
            required = false,
            name = "Omitted properties",
            description = "Names of properties that are left out of the details.")
    String[] omit() default {};

    @AttributeDefinition(
            required = false,
            name = "Size of the details",
            description = "Bytes, or with a unit, 1 KiB to 512 KiB: what is beyond it is cut.")
    String details_bytes() default "64 KiB";

    @AttributeDefinition(
            required = false,
            name = "Pending events",
            description = "How many events may wait to be on disk; beyond it they are lost, counted and told.",
            min = "1",
            max = "1000000")
    int pending_limit() default 10_000;

    @AttributeDefinition(
            required = false,
            name = "Size of pending events",
            description = "Bytes, or with a unit, 64 KiB to 1 GiB: the same limit by size.")
    String pending_bytes() default "16 MiB";
}
