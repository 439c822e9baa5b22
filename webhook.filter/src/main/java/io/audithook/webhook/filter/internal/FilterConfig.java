/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a declarative filter. */
@ObjectClassDefinition(
        name = "Audithook event filter",
        description =
                "Passes, drops or redacts events that match an expression. Endpoints choose it with"
                        + " filters.target=(filter.name=NAME), and with filters.cardinality.minimum=1 hold their events without it.")
@interface FilterConfig {

    String PID = "io.audithook.filter";

    @AttributeDefinition(
            required = false,
            name = "Name",
            description = "Name of the filter. Blank: what follows the ~ of the PID.")
    String filter_name() default "";

    @AttributeDefinition(
            required = false,
            name = "Scope",
            description = "Whether it is for the endpoints that name it, or for all of them.",
            options = {@Option("named"), @Option("global")})
    String filter_scope() default "named";

    @AttributeDefinition(
            name = "Expression",
            description =
                    "Which events match: JSON with TheHive's operators, such as {\"_is\":{\"objectType\":\"case\"}}.")
    String expression();

    @AttributeDefinition(
            required = false,
            name = "Action",
            description =
                    "What becomes of events that match: with pass only they go on, with drop all others go on, with"
                            + " redact all go on and they are redacted.",
            options = {@Option("pass"), @Option("drop"), @Option("redact")})
    String action() default "pass";

    @AttributeDefinition(
            required = false,
            name = "Members to remove",
            description = "Paths, such as object.description, of members that events that match go on without.")
    String[] redact_remove() default {};

    @AttributeDefinition(
            required = false,
            name = "Members to replace",
            description = "Paths of members whose values are replaced in events that match.")
    String[] redact_replace() default {};

    @AttributeDefinition(
            required = false,
            name = "Replacement",
            description = "The text that takes the place of replaced values.")
    String redact_with() default "[redacted]";
}
