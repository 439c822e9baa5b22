/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.dispatcher.internal.lane.CourierStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Knows every endpoint that is configured: keeps their cursors, and tells how they are doing. */
@Component(service = Endpoints.class, immediate = true)
public final class EndpointsComponent implements Endpoints {

    private static final LaneStats NOTHING = new LaneStats(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    private final Outbox outbox;
    private final Engine engine;
    private final Subscriptions subscriptions;
    private final MissingReference missing;
    private final ServiceRegistration<SynchronousConfigurationListener> listening;

    /**
     * @param admin where the endpoints are configured
     * @param outbox where their cursors are
     * @param engine what runs them
     * @param context our bundle
     */
    @Activate
    public EndpointsComponent(
            @Reference ConfigurationAdmin admin,
            @Reference Outbox outbox,
            @Reference EngineComponent engine,
            BundleContext context) {
        this.outbox = outbox;
        this.engine = engine.engine();
        this.subscriptions = new Subscriptions(admin, outbox, this.engine);
        this.missing = new MissingReference(context);
        // first listen, then look: what changes in between is seen twice, which does no harm
        this.listening = context.registerService(SynchronousConfigurationListener.class, subscriptions, null);
        subscriptions.start();
    }

    @Deactivate
    void close() {
        listening.unregister();
    }

    @Override
    public List<EndpointStatus> list() {
        Map<String, Map<String, Object>> configured = subscriptions.configured();
        Set<String> names = new TreeSet<>(outbox.attached());
        names.addAll(configured.keySet());
        return names.stream()
                .map(name -> status(name, Optional.ofNullable(configured.get(name))))
                .toList();
    }

    @Override
    public List<Attempt> attempts(String endpoint, int max) {
        return engine.dispatcher().attempts(endpoint, max);
    }

    @Override
    public List<String> publicKeys(String endpoint) {
        return engine.endpoint(endpoint).map(Engine.OpenEndpoint::publicKeys).orElse(List.of());
    }

    @Override
    public List<OpenDelivery> open(String endpoint, int max) {
        return engine.dispatcher().openDeliveries(endpoint, max);
    }

    @Override
    public CompletionStage<Void> pause(String endpoint) {
        return engine.dispatcher().pause(endpoint);
    }

    @Override
    public CompletionStage<Void> resume(String endpoint) {
        return engine.dispatcher().resume(endpoint);
    }

    private EndpointStatus status(String name, Optional<Map<String, Object>> configuration) {
        Optional<Engine.OpenEndpoint> open = engine.endpoint(name);
        Optional<CourierStatus> courier = engine.dispatcher().status(name);
        State state = open.map(Engine.OpenEndpoint::state).orElse(State.WAITING);
        String reason;
        if (configuration.isEmpty()) {
            state = State.RETIRED;
            reason = "its configuration was deleted";
        } else if (open.isEmpty()) {
            reason = missing.of(configuration.get());
        } else {
            reason = open.get().reason();
        }
        if (state == State.ACTIVE && courier.flatMap(CourierStatus::stats).isEmpty()) {
            state = State.WAITING;
            reason = "its cursor is not in the outbox yet";
        } else if (state == State.ACTIVE) {
            state = courier.map(EndpointsComponent::state).orElse(State.ACTIVE);
            reason = courier.map(CourierStatus::trouble).orElse("");
        }
        return new EndpointStatus(
                name,
                open.map(Engine.OpenEndpoint::url).orElse(""),
                state,
                reason,
                open.map(Engine.OpenEndpoint::warnings).orElse(List.of()),
                courier.map(CourierStatus::inFlight).orElse(0),
                courier.flatMap(CourierStatus::stats).orElse(NOTHING));
    }

    private static State state(CourierStatus courier) {
        return courier.suspension()
                .map(suspension -> suspension.cause() == Suspension.Cause.GONE ? State.GONE : State.PAUSED)
                .orElse(courier.outage() ? State.FAILING : State.ACTIVE);
    }
}
