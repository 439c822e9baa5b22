/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.io.IOException;
import java.util.List;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What Config Admin has of a factory. */
final class FactoryConfigurations {

    private FactoryConfigurations() {}

    /** @throws IOException if it cannot be read */
    static List<Configuration> of(ConfigurationAdmin admin, String factory) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.factoryPid=" + factory + ")");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(factory + " is no PID", e);
        }
    }
}
