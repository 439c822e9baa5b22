/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a declarative filter. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/filter")
@interface FilterConfig {

    String PID = "io.audithook.filter";

    @AttributeDefinition(required = false, name = "%filter.name.name", description = "%filter.name.description")
    String filter_name() default "";

    @AttributeDefinition(
            required = false,
            name = "%filter.scope.name",
            description = "%filter.scope.description",
            options = {
                @Option(label = "%filter.scope.option.named", value = "named"),
                @Option(label = "%filter.scope.option.global", value = "global")
            })
    String filter_scope() default "named";

    @AttributeDefinition(name = "%expression.name", description = "%expression.description")
    String expression();

    @AttributeDefinition(
            required = false,
            name = "%action.name",
            description = "%action.description",
            options = {
                @Option(label = "%action.option.pass", value = "pass"),
                @Option(label = "%action.option.drop", value = "drop"),
                @Option(label = "%action.option.redact", value = "redact")
            })
    String action() default "pass";

    @AttributeDefinition(required = false, name = "%redact.remove.name", description = "%redact.remove.description")
    String[] redact_remove() default {};

    @AttributeDefinition(required = false, name = "%redact.replace.name", description = "%redact.replace.description")
    String[] redact_replace() default {};

    @AttributeDefinition(required = false, name = "%redact.with.name", description = "%redact.with.description")
    String redact_with() default "[redacted]";
}
