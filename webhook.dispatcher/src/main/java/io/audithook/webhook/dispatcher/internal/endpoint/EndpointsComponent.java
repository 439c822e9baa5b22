/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.dispatcher.internal.lane.LaneStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        this.engine = engine.engine();
        this.subscriptions = new Subscriptions(admin, outbox);
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
        return subscriptions.configured().entrySet().stream()
                .map(entry -> status(entry.getKey(), entry.getValue()))
                .toList();
    }

    private EndpointStatus status(String name, Map<String, Object> configuration) {
        Optional<Engine.OpenEndpoint> open = engine.endpoint(name);
        LaneStatus lane = engine.lane(name).orElse(LaneStatus.NONE);
        State state = open.map(Engine.OpenEndpoint::state).orElse(State.WAITING);
        String reason = open.map(Engine.OpenEndpoint::reason).orElseGet(() -> missing.of(configuration));
        return new EndpointStatus(
                name,
                open.map(Engine.OpenEndpoint::url).orElse(""),
                state,
                state == State.ACTIVE ? lane.trouble() : reason,
                lane.delivered(),
                lane.dead(),
                lane.filtered(),
                lane.pending());
    }
}
