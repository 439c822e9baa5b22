/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.lane.EventViews;
import io.audithook.webhook.dispatcher.internal.lane.Preparation;
import io.audithook.webhook.dispatcher.internal.lane.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint that delivers; {@link #close()} ends that, and attempts under way end all the same. */
final class Endpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final String name;
    private final Dispatcher dispatcher;
    private final EventViews views;
    private final Way way;
    private final Target target;

    /**
     * @param generation which of the endpoint's configurations this is
     * @throws IllegalArgumentException if the format objects to the configuration
     */
    Endpoint(String name, Setup setup, Dispatcher dispatcher, Way.Shared shared, EventViews views, long generation) {
        this.name = name;
        this.dispatcher = dispatcher;
        this.views = views;
        EndpointSettings settings = setup.settings();
        Wiring wiring = setup.wiring();
        NamedFormat format = wiring.format();
        Preparation preparation = new Preparation(
                wiring.filters(),
                views,
                format.name(),
                format.encoder(setup.configuration(), settings.delivery().batchSize()),
                setup.end());
        this.way = new Way("endpoint=" + name, settings, wiring, shared);
        this.target = new Target(
                settings.url(),
                settings.displayUrl(),
                settings.headers(),
                settings.requestTimeout(),
                settings.delivery(),
                preparation,
                way.transport(),
                generation);
        List<String> publicKeys = settings.sign().publicKeys();
        if (!publicKeys.isEmpty()) {
            LOG.info("endpoint={} signs for the public keys {}", name, publicKeys);
        }
        dispatcher.open(name, target);
    }

    /** Sends one event of our own the way that its events go, and remembers nothing of it. */
    CompletionStage<Attempt> test(Instant now) {
        AuditEventJson.Encoded event = views.encode(AuditEvent.builder()
                .operation("Creation")
                .objectType(EndpointActions.TEST_OBJECT_TYPE)
                .objectId(name)
                .startDate(now)
                .details(Map.of("test", true))
                .build());
        Entry entry = new Entry(0, "test_" + UUID.randomUUID(), now, event.key(), event.json());
        return dispatcher.test(name, target, entry);
    }

    @Override
    public void close() {
        dispatcher.shut(name, target);
        way.close();
    }
}
