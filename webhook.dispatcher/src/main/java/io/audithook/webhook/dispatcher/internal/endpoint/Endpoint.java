/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.dispatcher.internal.lane.Dispatcher;
import io.audithook.webhook.dispatcher.internal.lane.NamedFilter;
import io.audithook.webhook.dispatcher.internal.lane.Target;
import java.util.List;

/** An endpoint that delivers, until closed. */
final class Endpoint implements AutoCloseable {

    private final String name;
    private final Dispatcher dispatcher;
    private final TransportPool.Lease lease;
    private final Target target;

    Endpoint(
            String name,
            EndpointSettings settings,
            TlsProfile tls,
            ProxyProfile proxy,
            List<NamedFilter> filters,
            Dispatcher dispatcher,
            TransportPool transports,
            AuditEventJson json) {
        this.name = name;
        this.dispatcher = dispatcher;
        this.lease = transports.lease(new TransportSettings(
                tls, proxy.proxyFor(settings.url()), settings.connectTimeout(), settings.idleTimeout()));
        this.target = new Target(
                settings.url(),
                settings.headers(),
                settings.requestTimeout(),
                settings.ordering(),
                settings.concurrency(),
                settings.retry(),
                filters,
                json,
                lease.transport());
        dispatcher.open(name, target);
    }

    @Override
    public void close() {
        dispatcher.shut(name, target);
        lease.close();
    }
}
