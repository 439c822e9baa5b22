/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSource;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The numbers of all endpoints, for as long as there are any. */
@Component(service = MetricSource.class)
public final class EndpointMetricsComponent implements MetricSource {

    private final Endpoints endpoints;
    private final Engine engine;

    /**
     * @param endpoints knows which there are
     * @param engine what runs them
     */
    @Activate
    public EndpointMetricsComponent(@Reference Endpoints endpoints, @Reference EngineComponent engine) {
        this.endpoints = endpoints;
        this.engine = engine.engine();
    }

    @Override
    public List<MetricFamily> collect() {
        EndpointMetrics metrics = new EndpointMetrics(engine.time().instant());
        endpoints
                .list()
                .forEach(status -> metrics.add(
                        status,
                        engine.dispatcher().metrics(status.name()),
                        engine.endpoint(status.name()).map(OpenEndpoint::tls)));
        return metrics.families();
    }
}
