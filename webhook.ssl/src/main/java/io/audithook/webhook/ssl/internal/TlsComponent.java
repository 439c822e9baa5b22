/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.FileWatch;
import io.audithook.webhook.settings.Settings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TLS profile per configuration. Fails closed: with an invalid setting or unusable material there is no profile.
 * What is thrown here is logged by Declarative Services; for files that are not right the component waits.
 */
@Component(
        name = TlsConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TlsConfig.class, factory = true)
public final class TlsComponent {

    private static final Logger LOG = LoggerFactory.getLogger(TlsComponent.class);

    private final FileWatch.Watched watched;
    private final AtomicReference<ProfileRegistration> registration = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Makes and registers the profile, and has its files looked at. */
    @Activate
    public TlsComponent(
            BundleContext context,
            Map<String, Object> configuration,
            @Reference MaterialWatchComponent watch,
            @Reference ResponderAddresses addresses) {
        this(context, configuration, watch.watch(), addresses, System::getenv, LOG::warn);
    }

    TlsComponent(
            BundleContext context,
            Map<String, Object> configuration,
            MaterialWatch watch,
            Supplier<Optional<AddressPolicy>> addresses,
            UnaryOperator<String> environment,
            Consumer<String> warnings) {
        TlsKeeper keeper = new TlsKeeper(
                heard -> new Settings(TlsConfig.PID, configuration, environment, heard),
                TlsProfiles.allowsLoose(context::getProperty),
                addresses,
                profile -> register(context, configuration, profile),
                warnings,
                InstantSource.system());
        keeper.start();
        watched = watch.add(keeper::look);
    }

    /** On the thread of the watch, if the material was not there at first. */
    private void register(BundleContext context, Map<String, Object> configuration, TlsProfile profile) {
        Map<String, Object> properties = new HashMap<>();
        if (!profile.loose().isEmpty()) {
            properties.put(TlsProfile.LOOSE, profile.loose().toArray(String[]::new));
        }
        registration.set(ProfileRegistration.of(
                context,
                TlsProfile.class,
                profile,
                TlsProfile.NAME,
                profile.name(),
                new Settings(TlsConfig.PID, configuration).pid(),
                properties));
        if (closed.get()) {
            unregister();
        }
    }

    private void unregister() {
        ProfileRegistration registered = registration.getAndSet(null);
        if (registered != null) {
            registered.close();
        }
    }

    @Deactivate
    void close() {
        watched.close();
        closed.set(true);
        unregister();
    }
}
