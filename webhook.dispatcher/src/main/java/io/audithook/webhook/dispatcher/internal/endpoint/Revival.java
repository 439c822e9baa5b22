/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.settings.NamedPids;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has configurations of a factory read that were passed by: when one without a name is there first, Felix SCR takes its component for one
 * that is there once, and no others come after it, even when that one is gone. To disable the component and enable it changes nothing. But
 * when the one without a name is not for this component any longer, SCR looks for others, and those of the factory first.
 *
 * <p>So one without a name is bound to a bundle that is nowhere. That is done only if it keeps others from being read: alone, it is
 * refused by whoever reads it. {@link #look} is for one thread at a time.
 */
final class Revival implements ConfigurationListener {

    /** The location of no bundle, in words for those who see it. */
    static final String NOWHERE = "audithook:needs-a-name";

    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

    private final ConfigurationAdmin admin;
    private final ServiceComponentRuntime components;
    private final Supplier<Map<String, Set<String>>> readers;
    private final Set<String> factories;

    /** Those of which one without a name is there, or was, so that others may not be read. */
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    /** What had changed before the last look: by now SCR has heard of it, too. */
    private Set<String> ripe = Set.of();

    /**
     * @param components tells which configurations components were made of
     * @param readers the PIDs that we read, of factories, too, with the locations of the bundles that do
     * @param factories the PIDs behind which a name is needed
     */
    Revival(
            ConfigurationAdmin admin,
            ServiceComponentRuntime components,
            Supplier<Map<String, Set<String>>> readers,
            Set<String> factories) {
        this.admin = admin;
        this.components = components;
        this.readers = readers;
        this.factories = factories;
        // they may have been there before us
        changed.addAll(factories);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String factory = event.getFactoryPid();
        if (factory == null && factories.contains(event.getPid())) {
            suspects.add(event.getPid());
            changed.add(event.getPid());
        } else if (factory != null && suspects.contains(factory)) {
            changed.add(factory);
        }
    }

    /** To be called now and then. */
    void look() {
        ripe.forEach(this::look);
        ripe = Set.copyOf(changed);
        changed.removeAll(ripe);
    }

    private void look(String factory) {
        try {
            Optional<Configuration> nameless =
                    FactoryConfigurations.list(admin, "(service.pid=" + factory + ")").stream()
                            .findFirst();
            nameless.ifPresent(found -> suspects.add(factory));
            if (suspects.contains(factory)) {
                look(factory, nameless);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The configurations of {} cannot be read, or one was deleted meanwhile", factory, e);
        }
    }

    private void look(String factory, Optional<Configuration> nameless) throws IOException {
        Set<String> locations = readers.get().getOrDefault(factory, Set.of());
        long named = FactoryConfigurations.of(admin, factory).stream()
                .filter(one -> one.getProperties() != null
                        && Location.mistake(one, locations).isEmpty())
                .count();
        if (named == 0) {
            // it is in the way of nobody, but will be of those that come
            return;
        }
        // first this: what comes meanwhile makes it one again
        suspects.remove(factory);
        if (isPassedBy(factory)) {
            revive(factory, nameless);
            LOG.warn(
                    "{}: {}; until now, {} of this factory were not read because of it",
                    factory,
                    NamedPids.rule(factory),
                    named);
        }
    }

    /** Whether there is a component for them, and none of them has made one. */
    private boolean isPassedBy(String factory) {
        List<ComponentDescriptionDTO> ours = components.getComponentDescriptionDTOs().stream()
                .filter(component -> Arrays.asList(component.configurationPid).contains(factory)
                        && components.isComponentEnabled(component))
                .toList();
        return !ours.isEmpty()
                && ours.stream()
                        .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
                        .noneMatch(made -> factory.equals(made.properties.get(ConfigurationAdmin.SERVICE_FACTORYPID)));
    }

    private void revive(String factory, Optional<Configuration> nameless) throws IOException {
        if (nameless.isPresent()) {
            nameless.get().setBundleLocation(NOWHERE);
            return;
        }
        // it is gone already; that one goes which never had properties is told to SCR, too
        Configuration empty = admin.getConfiguration(factory, "?");
        if (empty.getProperties() == null) {
            empty.delete();
        }
    }
}
