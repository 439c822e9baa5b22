/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.api.EventFilter;
import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.PayloadFormat;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.lane.NamedFilter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * The services that an endpoint is wired to.
 *
 * @param tls how connections are secured
 * @param proxy which way they go
 * @param addresses where they may lead
 * @param format what events look like
 * @param filters the filters, in the order they are asked
 * @param named whether one of them is there because the endpoint names it
 * @param use of all these; to be closed when they are needed no longer
 */
record Wiring(
        TlsProfile tls,
        ProxyProfile proxy,
        AddressPolicy addresses,
        NamedFormat format,
        List<NamedFilter> filters,
        boolean named,
        ServiceUse use) {

    Wiring {
        filters = List.copyOf(filters);
    }

    /**
     * Gets the services that Declarative Services has found.
     *
     * @throws IllegalStateException if one has gone meanwhile
     */
    static Wiring of(
            BundleContext context,
            ServiceReference<TlsProfile> tls,
            ServiceReference<ProxyProfile> proxy,
            ServiceReference<AddressPolicy> addresses,
            ServiceReference<PayloadFormat> format,
            Collection<ServiceReference<EventFilter>> globalFilters,
            Collection<ServiceReference<EventFilter>> namedFilters) {
        ServiceUse use = new ServiceUse(context);
        try {
            return new Wiring(
                    use.get(tls),
                    use.get(proxy),
                    use.get(addresses),
                    new NamedFormat(nameOf(PayloadFormat.NAME, format), use.get(format)),
                    Stream.concat(globalFilters.stream(), namedFilters.stream())
                            .map(filter -> new NamedFilter(nameOf(EventFilter.NAME, filter), use.get(filter)))
                            .distinct()
                            .toList(),
                    !namedFilters.isEmpty(),
                    use);
        } catch (IllegalStateException e) {
            use.close();
            throw e;
        }
    }

    /**
     * The same with a use of its own.
     *
     * @throws IllegalStateException if a service has gone
     */
    Wiring again() {
        return new Wiring(tls, proxy, addresses, format, filters, named, use.again());
    }

    private static String nameOf(String key, ServiceReference<?> service) {
        return Objects.toString(service.getProperty(key), "service " + service.getProperty(Constants.SERVICE_ID));
    }
}
