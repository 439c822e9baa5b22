/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Spelling;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of configurations that are meant for us and that nobody reads: the name is misspelt, or is missing, or a file is named by the PID
 * with its tilde, which File Install takes for one without a factory. {@link #look} is for one thread at a time.
 */
final class Strays implements ConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    private static final String PREFIX = "io.audithook.";

    /** Those with a name; the others are there once. */
    private static final Set<String> FACTORIES = Set.of(
            EndpointConfig.PID, "io.audithook.tls", "io.audithook.proxy", "io.audithook.filter", "io.audithook.events");

    /** Endpoints are the many, and whether one of them is read is known elsewhere. */
    private static final String WANTED =
            "(&(service.pid=" + PREFIX + "*)(!(service.factoryPid=" + EndpointConfig.PID + ")))";

    /** So many looks without a change: at the start bundles that read them may still come. */
    private static final int SETTLED = 10;

    private final ConfigurationAdmin admin;
    private final Supplier<Set<String>> known;
    private final Set<String> told = new HashSet<>();
    private final AtomicInteger looks = new AtomicInteger();

    /** @param known the PIDs that somebody reads, of factories, too */
    Strays(ConfigurationAdmin admin, Supplier<Set<String>> known) {
        this.admin = admin;
        this.known = known;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().startsWith(PREFIX) && !EndpointConfig.PID.equals(event.getFactoryPid())) {
            looks.set(0);
        }
    }

    /** To be called now and then. */
    void look() {
        if (looks.get() <= SETTLED && looks.incrementAndGet() > SETTLED) {
            list();
        }
    }

    private void list() {
        try {
            Set<String> pids = known.get();
            Set<String> strays = new HashSet<>();
            for (Configuration one : FactoryConfigurations.list(admin, WANTED)) {
                judge(one.getPid(), one.getFactoryPid(), pids).ifPresent(message -> {
                    strays.add(message);
                    if (told.add(message)) {
                        LOG.warn("{}", message);
                    }
                });
            }
            told.retainAll(strays);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The configurations cannot be listed, or one was deleted meanwhile", e);
        }
    }

    private static String last(String pid) {
        return pid.substring(Math.min(pid.length(), PREFIX.length()));
    }

    /**
     * What is wrong with the name of a configuration, for people.
     *
     * @param factory null if it is of none
     * @param known the PIDs that somebody reads
     */
    static Optional<String> judge(String pid, String factory, Set<String> known) {
        String base = factory == null ? ConfigurationValidator.factory(pid) : factory;
        if (!known.contains(base)) {
            // another name may be that of another bundle
            return Spelling.closest(last(base), known.stream().map(Strays::last).toList())
                    .map(meant -> pid + ": nobody reads this configuration; did you mean " + PREFIX + meant + "?");
        }
        if (factory != null || !FACTORIES.contains(base)) {
            return Optional.empty();
        }
        String name = pid.length() > base.length() + 1 ? pid.substring(base.length() + 1) : "NAME";
        return Optional.of(pid + ": nobody reads this configuration, since it is not one of the factory " + base
                + "; a file has to be called " + base + "-" + name + ".cfg");
    }
}
