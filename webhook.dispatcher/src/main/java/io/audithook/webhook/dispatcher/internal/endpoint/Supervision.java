/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second at configurations that have no effect: why an endpoint does not begin, which ones nobody reads, and which are passed
 * by. Declarative Services say nothing of that, or nothing for users.
 */
final class Supervision implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final ConfigurationAdmin admin;
    private final BundleContext context;
    private final Engine engine;
    private final Subscriptions subscriptions;
    private final Causes causes;
    private final Hindrances hindrances;
    private final Strays strays;
    private final Revival revival;
    private final List<ServiceRegistration<?>> listening;
    private volatile boolean closed;

    Supervision(
            ConfigurationAdmin admin,
            ServiceComponentRuntime components,
            BundleContext context,
            Engine engine,
            Subscriptions subscriptions) {
        this.admin = admin;
        this.context = context;
        this.engine = engine;
        this.subscriptions = subscriptions;
        Validators validators = new Validators(context);
        this.causes = new Causes(context, admin, validators);
        this.hindrances = new Hindrances(
                subscriptions::configured, name -> engine.endpoint(name).isPresent(), this::judge, this::missing);
        this.strays = new Strays(admin, validators::readers, new OtherReaders(context, components)::read);
        this.revival = new Revival(admin, components, validators::readers, Strays.FACTORIES);
        this.listening = List.of(
                context.registerService(ConfigurationListener.class, strays, null),
                context.registerService(ConfigurationListener.class, revival, null),
                context.registerService(ConfigurationListener.class, new Copies(admin, Strays.FACTORIES), null));
    }

    /** Begins to look. */
    void start() {
        engine.later(PERIOD, () -> {
            if (!closed) {
                try {
                    hindrances.look();
                    revival.look();
                    strays.look();
                } finally {
                    start();
                }
            }
        });
    }

    /** Why an endpoint does not begin that has this configuration, as far as that is known. */
    Hindrance hindrance(String name, Map<String, Object> configuration) {
        return hindrances.of(name, configuration);
    }

    @Override
    public void close() {
        closed = true;
        listening.forEach(ServiceRegistration::unregister);
    }

    private Judgement judge(Map<String, Object> written) {
        if (subscriptions.bound(EndpointName.of(written)).isPresent()) {
            // nobody would have told of anything else in it
            return new Judgement(written, Optional.empty(), "");
        }
        Map<String, Object> configuration = processed(written);
        Optional<String> mistake = EndpointValidator.mistake(configuration);
        return new Judgement(
                configuration,
                mistake,
                mistake.isPresent()
                        ? ""
                        : MissingReference.of(context, configuration)
                                .map(causes::of)
                                .orElse(""));
    }

    private String missing(Map<String, Object> configuration) {
        return subscriptions
                .bound(EndpointName.of(configuration))
                .or(() -> MissingReference.of(context, configuration).map(MissingReference::toString))
                .orElse(Hindrances.NOTHING);
    }

    /** What the endpoint would have got, with placeholders resolved. */
    private Map<String, Object> processed(Map<String, Object> written) {
        try {
            return FactoryConfigurations.find(admin, EndpointConfig.PID, (String) written.get(Constants.SERVICE_PID))
                    .map(found -> found.getProcessedProperties(null))
                    .map(processed -> ReferencePlugin.undone(FrameworkUtil.asMap(processed), written))
                    .orElse(written);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A configuration cannot be read, or was deleted meanwhile", e);
            return written;
        }
    }
}
