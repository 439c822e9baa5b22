/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.Endpoints;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The health check of the endpoints. A container without Health Checks never loads this class. */
@Component(
        service = HealthCheck.class,
        property = {
            HealthCheck.NAME + "=Audithook endpoints",
            HealthCheck.MBEAN_NAME + "=audithookEndpoints",
            HealthCheck.TAGS + "=audithook",
            HealthCheck.TAGS + "=webhook"
        })
public final class EndpointsCheck implements HealthCheck {

    private final Optional<Endpoints> endpoints;
    private final InstantSource clock;

    /** @param endpoints the endpoints; null while there are none */
    @Activate
    public EndpointsCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Endpoints endpoints) {
        this(endpoints, InstantSource.system());
    }

    EndpointsCheck(Endpoints endpoints, InstantSource clock) {
        this.endpoints = Optional.ofNullable(endpoints);
        this.clock = clock;
    }

    @Override
    public Result execute() {
        return endpoints
                .map(found -> new Result(EndpointsHealth.of(found.glance(), clock.instant())))
                .orElseGet(() -> Lines.missing("endpoints: the service Endpoints of io.audithook.webhook.dispatcher is"
                        + " missing, which needs an Outbox"));
    }
}
