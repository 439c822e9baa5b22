/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.TransportException;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint as its configuration has it; {@link #close()} ends it. Safe for use by many threads. */
final class OpenEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenEndpoint.class);

    /** How often a file is looked at that keeps an endpoint from delivering. */
    private static final Duration FILE_CHECK = Duration.ofSeconds(3);

    private static final String DISABLED = "enabled=false";

    private final Engine engine;
    private final String name;
    private final String pid;
    private final Map<String, Object> configuration;
    private final Wiring wiring;

    // written inside the lock; the setup is the one it delivers by, or did until now
    private volatile String mistake = "";
    private volatile String disabled = DISABLED;
    private volatile Optional<Endpoint> endpoint = Optional.empty();
    private volatile Optional<Setup> setup = Optional.empty();
    private volatile Optional<HeldEndpoint> held = Optional.empty();
    private boolean closed;

    private volatile boolean deleted;

    OpenEndpoint(Engine engine, String name, Map<String, Object> configuration, Wiring wiring) {
        this.engine = engine;
        this.name = name;
        this.pid = EndpointConfig.PID + "~" + name;
        this.configuration = configuration;
        this.wiring = wiring;
    }

    /**
     * Delivers, if that is what the configuration says and nothing is wrong with it.
     *
     * @param before what it delivered by until now
     */
    synchronized void begin(Optional<Setup> before) {
        if (closed) {
            return;
        }
        try {
            Setup now = new Setup(configuration, EndpointSettings.from(read()), wiring);
            if (lacksFilters()) {
                invalid(
                        pid + ": " + ReferenceKeys.FILTERS + "="
                                + new Settings(pid, configuration).text(ReferenceKeys.FILTERS, "") + " finds no filter",
                        Optional.empty());
                return;
            }
            enter(now);
        } catch (InvalidSettingsException e) {
            invalid(e.getMessage() + objectionOfFormat(), before);
            if (e.isOfFiles()) {
                engine.later(FILE_CHECK, () -> begin(Optional.empty()));
            }
        } catch (IllegalArgumentException | TransportException e) {
            invalid(pid + ": " + e.getMessage(), before);
        }
    }

    /**
     * Declarative Services wait for a filter, as the {@link ReferencePlugin} has told them to. Should it have had no part in this
     * configuration, nothing may pass all the same.
     */
    private boolean lacksFilters() {
        Settings settings = new Settings(pid, configuration);
        return !wiring.named()
                && ReferenceKeys.namesFilters(settings)
                && settings.text(ReferenceKeys.FILTERS_MINIMUM).isEmpty();
    }

    /** What the format would say once the rest is in order, so that all is said at once. */
    private String objectionOfFormat() {
        try {
            wiring.format().encoder(configuration, 1);
            return "";
        } catch (IllegalArgumentException e) {
            return "; " + e.getMessage();
        }
    }

    private void enter(Setup now) {
        Optional<Endpoint> opened = now.delivers() ? Optional.of(engine.endpoint(name, now)) : Optional.empty();
        held.ifPresent(HeldEndpoint::close);
        held = Optional.empty();
        endpoint = opened;
        setup = Optional.of(now);
        if (!mistake.isEmpty()) {
            // if it comes back, that is news
            engine.remarks().forget(name);
        }
        engine.remarks().right(name, configuration);
        mistake = "";
        filterWarning()
                .filter(warning -> engine.remarks().isNew(name, configuration, warning))
                .ifPresent(warning -> LOG.warn("endpoint={} {}", name, warning));
        if (now.delivers()) {
            LOG.info("endpoint={} delivers to {}", name, now.settings().displayUrl());
        } else {
            disabled = MadeOfFiles.missingHocon(configuration)
                    .map(file -> DISABLED + ", since " + file + ", where it was configured, is not there")
                    .orElse(DISABLED);
            LOG.info("endpoint={} is disabled; its events wait", name);
        }
    }

    private Settings read() {
        return new Settings(pid, configuration, System::getenv, warning -> {
            // nor is it told again each time a file is looked for
            if (engine.remarks().isNew(name, configuration, warning)) {
                LOG.warn("endpoint={} {}", name, warning);
            }
        });
    }

    private void invalid(String message, Optional<Setup> before) {
        mistake = message;
        before.filter(this::isStillAllowed).ifPresent(this::goOn);
        String remark =
                "is invalid, " + (goingOn().isPresent() ? "and goes on as it was" : "its events wait") + ": " + message;
        if (engine.remarks().isNew(name, configuration, remark)) {
            LOG.error("endpoint={} {}", name, remark);
        }
    }

    /** A filter that was not asked before must not be passed by. */
    private boolean isStillAllowed(Setup before) {
        return before.delivers() && before.wiring().filters().containsAll(wiring.filters());
    }

    private void goOn(Setup before) {
        try {
            held = Optional.of(engine.hold(name, before));
            setup = held.map(HeldEndpoint::setup);
        } catch (IllegalArgumentException | IllegalStateException | TransportException e) {
            LOG.warn("endpoint={} cannot go on as it was: {}", name, e.getMessage());
        }
    }

    /** What delivers by what it had before the mistake; empty if nothing does. */
    private Optional<HeldEndpoint> goingOn() {
        return held.filter(endpoint -> !endpoint.isStopped());
    }

    String name() {
        return name;
    }

    /** Its configuration is gone: what comes under its name is another endpoint. */
    void delete() {
        deleted = true;
    }

    /** What it delivers by, or did until now, for one that takes its place; empty if none may. */
    Optional<Setup> legacy() {
        return deleted ? Optional.empty() : setup;
    }

    Optional<Setup> setup() {
        return setup;
    }

    String url() {
        return setup.map(known -> known.settings().displayUrl()).orElse("");
    }

    /** The public keys with which receivers check its signatures, the newest first. */
    List<String> publicKeys() {
        return setup.map(known -> known.settings().sign().publicKeys()).orElse(List.of());
    }

    /** Sends one event of our own to it; empty if it cannot be sent to. */
    Optional<CompletionStage<Attempt>> test() {
        return goingOn()
                .map(HeldEndpoint::endpoint)
                .or(() -> endpoint)
                .map(open -> open.test(engine.time().instant()));
    }

    /** Whether its configuration lets it deliver. */
    State state() {
        if (!mistake.isEmpty()) {
            return State.INVALID;
        }
        return endpoint.isPresent() ? State.ACTIVE : State.DISABLED;
    }

    /** How its connections are secured. */
    TlsProfile tls() {
        return setup.map(Setup::wiring).orElse(wiring).tls();
    }

    /** What an operator should see to. */
    List<String> warnings() {
        return Stream.concat(
                        filterWarning().stream(),
                        TlsWarnings.of(tls(), engine.time().instant()).stream())
                .toList();
    }

    /** Nothing is filtered though the configuration names filters: it lets events pass without. */
    private Optional<String> filterWarning() {
        Wiring now = setup.map(Setup::wiring).orElse(wiring);
        Settings settings = new Settings(pid, configuration);
        return now.named() || !ReferenceKeys.namesFilters(settings)
                ? Optional.empty()
                : Optional.of(ReferenceKeys.FILTERS + "=" + settings.text(ReferenceKeys.FILTERS, "")
                        + " finds no filter, and with " + ReferenceKeys.FILTERS_MINIMUM
                        + "=0 events are sent unfiltered");
    }

    /** Why it does not deliver, or not as its configuration says; empty if it does. */
    String reason() {
        // first this: it may be mended by another thread at any moment
        String found = mistake;
        if (!found.isEmpty() && goingOn().isPresent()) {
            return found + "; until that is mended, it goes on as it was";
        }
        return state() == State.DISABLED ? disabled : found;
    }

    @Override
    public void close() {
        engine.ended(this);
        synchronized (this) {
            closed = true;
            endpoint.ifPresent(Endpoint::close);
            held.ifPresent(HeldEndpoint::stop);
        }
    }

    /** Lets go of its services: nobody takes it up again. */
    void forget() {
        engine.forgotten(this);
        wiring.use().close();
        held.ifPresent(HeldEndpoint::close);
    }
}
