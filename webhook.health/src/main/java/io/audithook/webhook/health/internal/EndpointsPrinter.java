/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.Endpoints;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.inventory.Format;
import org.apache.felix.inventory.InventoryPrinter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The endpoints for Felix Inventory. A container without it never loads this class. */
@Component(
        service = InventoryPrinter.class,
        property = {
            InventoryPrinter.NAME + "=audithook",
            InventoryPrinter.TITLE + "=Audithook",
            InventoryPrinter.FORMAT + "=TEXT",
            InventoryPrinter.FORMAT + "=JSON"
        })
public final class EndpointsPrinter implements InventoryPrinter {

    private final Optional<Endpoints> endpoints;
    private final InstantSource clock;

    /** @param endpoints the endpoints; null while there are none */
    @Activate
    public EndpointsPrinter(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Endpoints endpoints) {
        this(endpoints, InstantSource.system());
    }

    EndpointsPrinter(Endpoints endpoints, InstantSource clock) {
        this.endpoints = Optional.ofNullable(endpoints);
        this.clock = clock;
    }

    @Override
    public void print(PrintWriter to, Format format, boolean isZip) {
        List<Map<String, Object>> found =
                endpoints.map(there -> Inventory.of(there, clock.instant())).orElse(List.of());
        if (Format.JSON.equals(format)) {
            Pages.json(found, to);
        } else {
            Pages.text(found, to);
        }
        to.flush();
    }
}
