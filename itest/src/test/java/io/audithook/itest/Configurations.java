/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.util.Optional;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What Config Admin has. */
final class Configurations {

    private Configurations() {}

    static void deleteAll(ConfigurationAdmin admin, String factoryPid) throws Exception {
        for (Configuration one : list(admin, "(service.factoryPid=" + factoryPid + ")")) {
            one.delete();
        }
    }

    /** The one of this PID; other than by asking Config Admin for it, it is not made if it is not there. */
    static Optional<Configuration> find(ConfigurationAdmin admin, String pid) throws Exception {
        Configuration[] found = list(admin, "(service.pid=" + pid + ")");
        return found.length == 0 ? Optional.empty() : Optional.of(found[0]);
    }

    private static Configuration[] list(ConfigurationAdmin admin, String filter) throws Exception {
        Configuration[] found = admin.listConfigurations(filter);
        return found == null ? new Configuration[0] : found;
    }
}
