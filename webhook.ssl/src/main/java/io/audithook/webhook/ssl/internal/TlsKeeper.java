/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.FileHashes;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one TLS profile: makes it as soon as its material is good, and gives it new material when the files have
 * changed. Material that is not good changes nothing. Called by one thread at a time.
 */
final class TlsKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(TlsKeeper.class);

    private final Function<Consumer<String>, Settings> configuration;
    private final boolean allowLoose;
    private final Supplier<Optional<AddressPolicy>> addresses;
    private final BiConsumer<TlsKeeper, TlsProfile> available;
    private final Consumer<String> warnings;
    private final InstantSource clock;

    private final FileHashes hashes = new FileHashes();
    private final ExpiryWarnings expiry = new ExpiryWarnings();
    private Set<Path> files = Set.of();
    /** What was in the files before they were read last. */
    private Map<Path, String> tried = Map.of();
    /** What was in the files when they were looked at last. */
    private Map<Path, String> seen = Map.of();

    private String complaint = "";
    private RotatingTlsProfile profile;

    /**
     * A keeper that has not begun yet.
     *
     * @param configuration makes the values, which tell whom they are given of what the user should know
     * @param allowLoose whether the profile may switch checks off
     * @param addresses gives the policy for the addresses of OCSP responders
     * @param available is given the profile, once, and who has made it
     * @param warnings is told what the user should know, with the PID
     */
    TlsKeeper(
            Function<Consumer<String>, Settings> configuration,
            boolean allowLoose,
            Supplier<Optional<AddressPolicy>> addresses,
            BiConsumer<TlsKeeper, TlsProfile> available,
            Consumer<String> warnings,
            InstantSource clock) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
        this.allowLoose = allowLoose;
        this.addresses = Objects.requireNonNull(addresses, "addresses");
        this.available = Objects.requireNonNull(available, "available");
        this.warnings = Objects.requireNonNull(warnings, "warnings");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes the profile, or waits for its files if they are what is wrong.
     *
     * @throws InvalidSettingsException if the configuration has to be changed
     */
    void start() {
        try {
            read(warnings);
        } catch (InvalidSettingsException e) {
            if (!e.isOfFiles() || files.isEmpty()) {
                throw e;
            }
            complaint = e.getMessage();
            LOG.error("{}; this configuration does not count until that is right", e.getMessage());
        }
        seen = tried;
        lookAtExpiry();
    }

    /** Looks whether something has changed. */
    void look() {
        Map<Path, String> now = hashes.of(files);
        boolean still = now.equals(seen);
        seen = now;
        // a file that has just changed may still be being written, or one that belongs to it
        if (still && !now.equals(tried)) {
            tryAgain();
        }
        lookAtExpiry();
    }

    private void tryAgain() {
        boolean isNew = profile == null;
        try {
            // what has been warned of has not changed; a profile that is new has still to tell
            read(isNew ? warnings : warning -> {});
            complaint = "";
            if (!isNew) {
                LOG.info("tls.name={} uses new material from {}", profile.name(), files);
            }
        } catch (IllegalArgumentException e) {
            if (!complaint.equals(e.getMessage())) {
                complaint = e.getMessage();
                warnings.accept(complaint
                        + (isNew ? "; there still is no such profile" : "; the material of before stays in use"));
            }
        }
        seen = tried;
    }

    private void read(Consumer<String> heard) {
        // what the files hold has to be known before they are read, or a change in between would be missed
        Settings probe = configuration.apply(warning -> {});
        TlsSettings.read(probe);
        files = probe.files();
        tried = hashes.of(files);
        Settings values = configuration.apply(heard);
        if (profile == null) {
            RotatingTlsProfile made = TlsProfiles.from(values, allowLoose, addresses);
            available.accept(this, made);
            profile = made;
        } else {
            TlsProfiles.renew(profile, values, configuration.apply(warnings)::warn, addresses);
        }
    }

    private void lookAtExpiry() {
        if (profile != null) {
            expiry.look(profile.certificates(), clock.instant())
                    .ifPresent(text -> configuration.apply(warnings).warn(text));
        }
    }
}
