/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What Config Admin has of a factory. */
final class FactoryConfigurations {

    private FactoryConfigurations() {}

    /** @throws IOException if it cannot be read */
    static List<Configuration> of(ConfigurationAdmin admin, String factory) throws IOException {
        return list(admin, "(service.factoryPid=" + factory + ")");
    }

    /**
     * One of them by its PID. Not by {@link ConfigurationAdmin#getConfiguration(String, String)}: of one that was deleted meanwhile
     * that would make another that belongs to no factory, and whoever made it again later would get that one.
     *
     * @return empty if it is not there; one that was deleted meanwhile may be there without properties
     * @throws IOException if it cannot be read
     */
    static Optional<Configuration> find(ConfigurationAdmin admin, String factory, String pid) throws IOException {
        String named = factory + "~";
        // a filter would have all configurations looked at
        return pid.startsWith(named)
                ? Optional.of(admin.getFactoryConfiguration(factory, pid.substring(named.length()), "?"))
                : list(admin, "(service.pid=" + pid + ")").stream().findFirst();
    }

    /** A PID as it stands in a filter, whatever is in it. */
    static String escape(String pid) {
        return pid.replaceAll("[\\\\()*]", "\\\\$0");
    }

    /** All that a filter selects, of factories or not. */
    static List<Configuration> list(ConfigurationAdmin admin, String filter) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter + " is no filter", e);
        }
    }
}
