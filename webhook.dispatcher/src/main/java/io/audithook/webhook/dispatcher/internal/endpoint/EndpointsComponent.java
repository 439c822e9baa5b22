/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.dispatcher.internal.lane.CourierStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Knows every endpoint that is configured: keeps their cursors, and tells how they are doing. */
@Component(service = Endpoints.class, immediate = true)
public final class EndpointsComponent implements Endpoints {

    private static final LaneStats NOTHING = new LaneStats(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    private final Outbox outbox;
    private final AuditTrail trail;
    private final Engine engine;
    private final EndpointActions actions;
    private final Subscriptions subscriptions;
    private final Supervision supervision;
    private final ServiceRegistration<?> listening;

    /**
     * @param admin where the endpoints are configured
     * @param outbox where their cursors are
     * @param trail where it is recorded what operators do
     * @param engine what runs them
     * @param components tells which configurations they have read
     * @param context our bundle
     */
    @Activate
    public EndpointsComponent(
            @Reference ConfigurationAdmin admin,
            @Reference Outbox outbox,
            @Reference AuditTrail trail,
            @Reference EngineComponent engine,
            @Reference ServiceComponentRuntime components,
            BundleContext context) {
        this.outbox = outbox;
        this.trail = trail;
        this.engine = engine.engine();
        this.actions = new DirectActions(outbox, this.engine, this::find);
        this.subscriptions = new Subscriptions(admin, context.getBundle().getLocation(), outbox, this.engine);
        this.supervision = new Supervision(admin, components, context, this.engine, subscriptions);
        // first listen, then look: what changes in between is seen twice, which does no harm
        this.listening = context.registerService(SynchronousConfigurationListener.class, subscriptions, null);
        subscriptions.start();
        supervision.start();
    }

    @Deactivate
    void close() {
        supervision.close();
        listening.unregister();
    }

    @Override
    public List<EndpointStatus> list() {
        return all(engine.dispatcher()::status);
    }

    @Override
    public List<EndpointStatus> glance() {
        return all(engine.dispatcher()::glance);
    }

    private List<EndpointStatus> all(Function<String, Optional<CourierStatus>> look) {
        Map<String, Map<String, Object>> configured = subscriptions.configured();
        Set<String> names = new TreeSet<>(outbox.attached());
        names.addAll(configured.keySet());
        return names.stream()
                .map(name -> status(name, Optional.ofNullable(configured.get(name)), look.apply(name)))
                .toList();
    }

    @Override
    public List<Attempt> attempts(String endpoint, int max) {
        return engine.dispatcher().attempts(endpoint, max);
    }

    @Override
    public List<String> publicKeys(String endpoint) {
        return engine.endpoint(endpoint).map(OpenEndpoint::publicKeys).orElse(List.of());
    }

    @Override
    public List<OpenDelivery> open(String endpoint, int max) {
        return engine.dispatcher().openDeliveries(endpoint, max);
    }

    @Override
    public List<DeadLetter> deadLetters(String endpoint, Selection selection, long before, int max) {
        return outbox.deadLetters(endpoint, selection, before, max);
    }

    @Override
    public List<Replay> replays() {
        return outbox.replays();
    }

    @Override
    public EndpointActions as(String operator) {
        return new AuditedActions(actions, trail, engine.time(), outbox::replays, operator);
    }

    private Optional<EndpointStatus> find(String name) {
        Optional<Map<String, Object>> configuration =
                Optional.ofNullable(subscriptions.configured().get(name));
        return configuration.isPresent() || outbox.attached().contains(name)
                ? Optional.of(status(name, configuration, engine.dispatcher().status(name)))
                : Optional.empty();
    }

    private EndpointStatus status(
            String name, Optional<Map<String, Object>> configuration, Optional<CourierStatus> courier) {
        Optional<OpenEndpoint> open = engine.endpoint(name);
        State state = open.map(OpenEndpoint::state).orElse(State.WAITING);
        String reason;
        if (configuration.isEmpty()) {
            state = State.RETIRED;
            reason = engine.isDraining(name)
                    ? "its configuration was deleted; what was accepted before is still delivered"
                    : "its configuration was deleted";
        } else if (open.isEmpty()) {
            Hindrance hindrance = supervision.hindrance(name, configuration.get());
            state = hindrance.state();
            reason = hindrance.reason();
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
                open.map(OpenEndpoint::url).orElse(""),
                state,
                reason,
                open.map(OpenEndpoint::warnings).orElse(List.of()),
                courier.flatMap(CourierStatus::suspension),
                open.map(found -> found.tls().certificates()).orElse(List.of()),
                courier.map(CourierStatus::inFlight).orElse(0),
                courier.flatMap(CourierStatus::stats).orElse(NOTHING));
    }

    private static State state(CourierStatus courier) {
        return courier.suspension()
                .map(suspension -> suspension.cause() == Suspension.Cause.GONE ? State.GONE : State.PAUSED)
                .orElse(courier.outage() ? State.FAILING : State.ACTIVE);
    }
}
