/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Start;
import java.io.IOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one cursor in the outbox per endpoint configuration. The cursor belongs to the configuration, not to
 * the component: it is there from the moment the configuration is, also while the endpoint waits for a
 * profile or is invalid, and goes with it. A cursor whose configuration is missing at the start stays, since the one
 * who writes the configuration may just be late.
 */
final class Subscriptions implements SynchronousConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final ConfigurationAdmin admin;
    private final Outbox outbox;
    private final Map<String, Map<String, Object>> configured = new ConcurrentHashMap<>();

    Subscriptions(ConfigurationAdmin admin, Outbox outbox) {
        this.admin = admin;
        this.outbox = outbox;
    }

    /** Attaches every endpoint that is configured. To be called once this listens. */
    void start() {
        for (Configuration configuration : list("(service.factoryPid=" + EndpointConfig.PID + ")")) {
            present(configuration);
        }
    }

    /** Every endpoint that is configured, by name, with its configuration. */
    Map<String, Map<String, Object>> configured() {
        return new TreeMap<>(configured);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (!EndpointConfig.PID.equals(event.getFactoryPid())) {
            return;
        }
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            absent(EndpointName.of(event.getPid()));
        } else if (event.getType() == ConfigurationEvent.CM_UPDATED) {
            for (Configuration configuration : list("(service.pid=" + event.getPid() + ")")) {
                present(configuration);
            }
        }
    }

    private void present(Configuration configuration) {
        Dictionary<String, Object> dictionary;
        try {
            dictionary = configuration.getProperties();
        } catch (IllegalStateException e) {
            LOG.debug("Deleted meanwhile: {}", e.getMessage());
            return;
        }
        if (dictionary == null) {
            return;
        }
        Map<String, Object> properties = new HashMap<>();
        for (Iterator<String> keys = dictionary.keys().asIterator(); keys.hasNext(); ) {
            String key = keys.next();
            properties.put(key, dictionary.get(key));
        }
        String name = EndpointName.of(configuration.getPid());
        boolean known = configured.put(name, properties) != null;
        // also when it is attached: a detach of the same name may be on its way
        watch(outbox.attach(name, start(name, properties)), name, known ? "" : "attached");
    }

    private void absent(String name) {
        configured.remove(name);
        watch(outbox.detach(name), name, "detached");
    }

    private static Start start(String name, Map<String, Object> properties) {
        try {
            return EndpointSettings.start(properties);
        } catch (IllegalArgumentException e) {
            LOG.error("endpoint={} starts now: {}", name, e.getMessage());
            return Start.NOW;
        }
    }

    private Iterable<Configuration> list(String filter) {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (IOException e) {
            LOG.error("The configurations {} cannot be read", filter, e);
            return List.of();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is logged
    private static void watch(CompletionStage<Void> stage, String name, String done) {
        stage.whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.error("endpoint={} has no cursor as it should", name, failure);
            } else if (!done.isEmpty()) {
                LOG.info("endpoint={} {}", name, done);
            }
        });
    }
}
