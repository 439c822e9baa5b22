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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TLS profile per configuration. Fails closed: with an invalid setting or unusable material there is no profile
 * until that is put right. A profile that is there goes on as it was until its new configuration, and what is in the files of
 * that, is right.
 */
@Component(
        name = TlsConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TlsConfig.class, factory = true)
public final class TlsComponent {

    private static final Logger LOG = LoggerFactory.getLogger(TlsComponent.class);

    private final BundleContext context;
    private final MaterialWatch watch;
    private final Supplier<Optional<AddressPolicy>> addresses;
    private final UnaryOperator<String> environment;
    private final Consumer<String> warnings;
    private final Consumer<String> errors;

    /** Null while there is nothing to be looked at. */
    private FileWatch.Watched watched;

    /**
     * What gives the profile, on the thread of the watch, too; null while there is none, or when none is wanted any more.
     * Guarded by this.
     */
    private TlsKeeper keeper;

    /** Guarded by this, which is never held while others are told of a profile. */
    private ProfileRegistration registration;

    /** Makes and registers the profile, and has its files looked at. */
    @Activate
    public TlsComponent(
            BundleContext context,
            Map<String, Object> configuration,
            @Reference MaterialWatchComponent watch,
            @Reference ResponderAddresses addresses) {
        this(context, configuration, watch.watch(), addresses, System::getenv, LOG::warn, LOG::error);
    }

    TlsComponent(
            BundleContext context,
            Map<String, Object> configuration,
            MaterialWatch watch,
            Supplier<Optional<AddressPolicy>> addresses,
            UnaryOperator<String> environment,
            Consumer<String> warnings,
            Consumer<String> errors) {
        this.context = context;
        this.watch = watch;
        this.addresses = addresses;
        this.environment = environment;
        this.warnings = warnings;
        this.errors = errors;
        modified(configuration);
    }

    /** Puts the profile that is wanted now in the place of the other, as soon as its files are right. */
    @Modified
    void modified(Map<String, Object> configuration) {
        TlsKeeper before = current();
        stopLooking();
        try {
            begin(configuration);
        } catch (IllegalArgumentException e) {
            setCurrent(before);
            if (before == null) {
                errors.accept(e.getMessage() + "; there is no such profile until that is put right");
            } else {
                watched = watch.add(before::look);
                errors.accept(e.getMessage() + "; the configuration of before goes on counting");
            }
        }
    }

    private void stopLooking() {
        if (watched != null) {
            watched.close();
            watched = null;
        }
    }

    private void begin(Map<String, Object> configuration) {
        TlsKeeper next = new TlsKeeper(
                heard -> new Settings(TlsConfig.PID, configuration, environment, heard),
                TlsProfiles.allowsLoose(context::getProperty),
                addresses,
                (owner, profile) -> register(owner, configuration, profile),
                warnings,
                InstantSource.system());
        setCurrent(next);
        next.start();
        watched = watch.add(next::look);
    }

    /** On the thread of the watch, if the material was not there at first. */
    private void register(TlsKeeper owner, Map<String, Object> configuration, TlsProfile profile) {
        Map<String, Object> properties = new HashMap<>();
        if (!profile.loose().isEmpty()) {
            properties.put(TlsProfile.LOOSE, profile.loose().toArray(String[]::new));
        }
        ProfileRegistration made = ProfileRegistration.of(
                context,
                TlsProfile.class,
                profile,
                TlsProfile.NAME,
                profile.name(),
                new Settings(TlsConfig.PID, configuration).pid(),
                properties);
        ProfileRegistration.close(exchange(owner, made));
    }

    /** @return what is of no use any more: what was registered before, or this if another configuration has come meanwhile */
    private synchronized ProfileRegistration exchange(TlsKeeper owner, ProfileRegistration made) {
        if (owner != keeper) {
            return made;
        }
        ProfileRegistration before = registration;
        registration = made;
        return before;
    }

    private synchronized TlsKeeper current() {
        return keeper;
    }

    private synchronized void setCurrent(TlsKeeper wanted) {
        keeper = wanted;
    }

    @Deactivate
    void close() {
        stopLooking();
        setCurrent(null);
        ProfileRegistration.close(exchange(null, null));
    }
}
