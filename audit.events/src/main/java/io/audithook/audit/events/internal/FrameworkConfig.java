/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of the framework as a source of events. Values are read by {@link FrameworkSettings#from}. */
@ObjectClassDefinition(
        name = "Audithook framework events",
        description = "Records what happens to the container itself in the audit trail.")
@interface FrameworkConfig {

    String PID = "io.audithook.framework";

    @AttributeDefinition(
            required = false,
            name = "Configurations",
            description =
                    "Whether changes and deletions of configurations are recorded: their PIDs, never their values.")
    boolean configurations() default false;

    @AttributeDefinition(
            required = false,
            name = "Bundles",
            description =
                    "Whether it is recorded that a bundle was installed, started, stopped, updated or uninstalled.")
    boolean bundles() default false;

    @AttributeDefinition(
            required = false,
            name = "Errors",
            description = "Whether errors of the framework are recorded.")
    boolean errors() default false;

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
