/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.dispatcher.internal.lane.CourierStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one cursor in the outbox per endpoint configuration. The cursor belongs to the configuration, not to
 * the component: it is there from the moment the configuration is, also while the endpoint waits for a
 * profile or is invalid. When the configuration is deleted, its {@link Deletion} says what becomes of the cursor. One
 * whose configuration is missing at the start, and does not come, is kept for as long as by default.
 */
final class Subscriptions implements SynchronousConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    /** Who writes the configurations may be so late. */
    private static final Duration LATE = Duration.ofMinutes(5);

    /** How long the outbox may take to move a cursor. */
    private static final Duration MOVE = Duration.ofSeconds(10);

    private final ConfigurationAdmin admin;
    private final Set<String> readers;
    private final Outbox outbox;
    private final Engine engine;
    private final MadeOfFiles files = new MadeOfFiles();
    private final Map<String, Map<String, Object>> configured = new ConcurrentHashMap<>();

    /** Why nobody reads the configuration, of those that are bound to another bundle. */
    private final Map<String, String> bound = new ConcurrentHashMap<>();

    /** Those whose first start has a mistake: they are attached for the time being, and deliver nothing until it is mended. */
    private final Set<String> provisional = ConcurrentHashMap.newKeySet();

    /** Those that were attached before this process began, and whose start has a mistake: it may have had one before, too. */
    private final Set<String> perhaps = ConcurrentHashMap.newKeySet();

    /** @param location where our bundle is, which reads the configurations */
    Subscriptions(ConfigurationAdmin admin, String location, Outbox outbox, Engine engine) {
        this.admin = admin;
        this.readers = Set.of(location);
        this.outbox = outbox;
        this.engine = engine;
    }

    /** Attaches every endpoint that is configured. To be called once this listens. */
    void start() {
        list().forEach(this::present);
        engine.time().schedule(LATE, this::retireOrphans);
    }

    /** Every endpoint that is configured, by name, with its configuration; as it is at any moment. */
    Map<String, Map<String, Object>> configured() {
        return Collections.unmodifiableMap(configured);
    }

    /** Why nobody reads the configuration of an endpoint, for people; empty if it is read, or will be. */
    Optional<String> bound(String name) {
        return Optional.ofNullable(bound.get(name));
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (!EndpointConfig.PID.equals(event.getFactoryPid())) {
            return;
        }
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            absent(EndpointName.of(event.getPid()));
        } else {
            // or its location was changed
            updated(event.getPid());
        }
    }

    private void present(Configuration configuration) {
        Dictionary<String, Object> dictionary;
        Optional<String> mistake;
        try {
            dictionary = configuration.getProperties();
            mistake = Location.mistake(configuration, readers);
        } catch (IllegalStateException e) {
            LOG.debug("Deleted meanwhile: {}", e.getMessage());
            return;
        }
        if (dictionary == null) {
            return;
        }
        Map<String, Object> properties = FrameworkUtil.asMap(dictionary);
        String name = EndpointName.of(configuration.getPid());
        // before those who look for it find the other
        mistake.ifPresentOrElse(why -> bound.put(name, why), () -> bound.remove(name));
        Map<String, Object> before = configured.put(name, properties);
        files.judge(name, Optional.ofNullable(before), properties).ifPresent(LOG::warn);
        boolean known = before != null;
        Start start = start(name, properties, known);
        boolean isMoved = !start.equals(Start.NOW) && (provisional.remove(name) || isUnused(name));
        if (isMoved) {
            // it has delivered nothing yet, so nothing is sent twice
            watch(outbox.detach(name), name, "");
        }
        // also when it is attached: a detach of the same name may be on its way
        CompletionStage<Void> attached = outbox.attach(name, start);
        watch(attached, name, known ? "" : "attached");
        if (isMoved) {
            // those who open it hear of the change after us
            await(attached, name);
        }
    }

    private void absent(String name) {
        engine.deleted(name);
        provisional.remove(name);
        perhaps.remove(name);
        bound.remove(name);
        Map<String, Object> properties = configured.remove(name);
        Deletion deletion = properties == null ? Deletion.DEFAULT : deletion(name, properties);
        if (deletion.policy() == Deletion.Policy.DROP) {
            watch(outbox.detach(name), name, "detached");
            return;
        }
        boolean draining = deletion.policy() == Deletion.Policy.DRAIN;
        retire(name, deletion.retention(), draining);
        if (draining) {
            engine.drain(name, deletion.retention());
        }
    }

    /** Nobody knows any more what was to become of them. */
    private void retireOrphans() {
        outbox.attached().stream()
                .filter(name -> !configured.containsKey(name))
                .forEach(name -> retire(name, Deletion.DEFAULT.retention(), false));
    }

    /** @param draining whether they are still delivered */
    private void retire(String name, Duration retention, boolean draining) {
        Instant until = engine.time().instant().plus(retention).truncatedTo(ChronoUnit.SECONDS);
        long waiting = engine.dispatcher()
                .glance(name)
                .flatMap(CourierStatus::stats)
                .map(LaneStats::pending)
                .orElse(0L);
        if (waiting > 0 && !draining) {
            LOG.warn(
                    "endpoint={} has no configuration any more; the {} events that wait for it are kept until {}, for one of"
                            + " the same name",
                    name,
                    waiting,
                    until);
            watch(outbox.retire(name, until), name, "");
        } else {
            watch(
                    outbox.retire(name, until),
                    name,
                    "has no configuration any more; its events are kept until " + until);
        }
    }

    private static Deletion deletion(String name, Map<String, Object> properties) {
        try {
            return EndpointSettings.deletion(properties);
        } catch (IllegalArgumentException e) {
            LOG.error("endpoint={} is kept for a while: {}", name, e.getMessage());
            return Deletion.DEFAULT;
        }
    }

    /** Whether its start had a mistake when this process began, and nothing has come of its cursor yet. */
    private boolean isUnused(String name) {
        return perhaps.remove(name)
                && engine.dispatcher()
                        .status(name)
                        .flatMap(CourierStatus::stats)
                        .filter(stats -> stats.pending() == stats.accepted())
                        .isPresent();
    }

    private Start start(String name, Map<String, Object> properties, boolean known) {
        try {
            return EndpointSettings.start(properties);
        } catch (IllegalArgumentException e) {
            boolean isNew = !outbox.attached().contains(name);
            if (isNew || !known) {
                (isNew ? provisional : perhaps).add(name);
                LOG.error("endpoint={} starts now, until that is put right: {}", name, e.getMessage());
            }
            return Start.NOW;
        }
    }

    private void updated(String pid) {
        try {
            FactoryConfigurations.find(admin, EndpointConfig.PID, pid).ifPresent(this::present);
        } catch (IOException e) {
            LOG.error("The configuration {} cannot be read", pid, e);
        }
    }

    private List<Configuration> list() {
        try {
            return FactoryConfigurations.of(admin, EndpointConfig.PID);
        } catch (IOException e) {
            LOG.error("The configurations of endpoints cannot be read", e);
            return List.of();
        }
    }

    /** A failure is told by {@link #watch}. */
    private static void await(CompletionStage<Void> stage, String name) {
        try {
            stage.toCompletableFuture().get(MOVE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("endpoint={} has not moved", name, e);
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
