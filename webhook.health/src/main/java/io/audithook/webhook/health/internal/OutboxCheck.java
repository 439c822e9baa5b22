/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.Outbox;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The health check of the outbox. A container without Health Checks never loads this class. */
@Component(
        service = HealthCheck.class,
        property = {
            HealthCheck.NAME + "=Audithook outbox",
            HealthCheck.MBEAN_NAME + "=audithookOutbox",
            HealthCheck.TAGS + "=audithook",
            HealthCheck.TAGS + "=webhook"
        })
public final class OutboxCheck implements HealthCheck {

    private final Optional<Outbox> outbox;

    /** @param outbox the outbox; null while there is none */
    @Activate
    public OutboxCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Outbox outbox) {
        this.outbox = Optional.ofNullable(outbox);
    }

    @Override
    public Result execute() {
        return outbox.map(found -> new Result(OutboxHealth.of(found.trouble())))
                .orElseGet(
                        () -> Lines.missing("outbox: the service Outbox of io.audithook.webhook.outbox is missing: its"
                                + " configuration io.audithook.outbox breaks a rule, or its directory cannot be used"));
    }
}
