/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says what is wrong with configurations, by the code that reads them at run time. Each bundle that has configurations
 * provides one, as a service of the framework and to {@link java.util.ServiceLoader}, so that a file can be checked
 * where no framework runs. Safe for use by many threads.
 */
@ProviderType
public interface ConfigurationValidator {

    /** The PIDs it knows: those of singletons and of factories. */
    Set<String> pids();

    /**
     * Everything that is wrong with a configuration. Reads the files that it refers to; changes none, and calls nobody
     * over the network.
     *
     * @param pid one of {@link #pids()}, or that of an instance of such a factory: {@code FACTORY~NAME}
     * @param configuration its keys, with values of every type that Config Admin takes
     * @return errors and warnings, in the order in which they are found; empty if all is well
     * @throws IllegalArgumentException if the PID is none of those it knows
     */
    List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration);

    /**
     * The part of a PID that says whose configuration it is.
     *
     * @return what stands before {@code ~}; the whole if there is none
     */
    static String factory(String pid) {
        int tilde = pid.indexOf('~');
        return tilde < 0 ? pid : pid.substring(0, tilde);
    }
}
