/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.io.IOException;
import java.util.Set;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a configuration of which there is one count again, once a copy of it with a name is deleted that was in its place: Felix SCR
 * would go on with none, an intake without its token. What Config Admin tells of again, SCR reads.
 */
final class Copies implements ConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final ConfigurationAdmin admin;
    private final Set<String> factories;

    /** @param factories the PIDs behind which a name is needed; of all others of ours there is one */
    Copies(ConfigurationAdmin admin, Set<String> factories) {
        this.admin = admin;
        this.factories = factories;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String factory = event.getFactoryPid();
        if (event.getType() != ConfigurationEvent.CM_DELETED
                || factory == null
                || !factory.startsWith(Strays.PREFIX)
                || factories.contains(factory)) {
            return;
        }
        try {
            for (Configuration real : FactoryConfigurations.list(admin, "(service.pid=" + factory + ")")) {
                // with what it has: SCR passes by what it has seen in this state
                real.update(real.getProperties());
                LOG.warn("{} counts again, now that {} is gone", factory, event.getPid());
            }
        } catch (IOException | IllegalStateException e) {
            LOG.error("{} has to be written again, since {} was in its place", factory, event.getPid(), e);
        }
    }
}
