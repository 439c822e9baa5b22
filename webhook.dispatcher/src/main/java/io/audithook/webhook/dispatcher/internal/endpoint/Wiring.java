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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/**
 * The services that an endpoint is wired to.
 *
 * @param tls how connections are secured
 * @param proxy which way they go
 * @param addresses where they may lead
 * @param format what events look like
 * @param filters the filters, in the order they are asked
 * @param serviceIds the ids of all these services
 */
record Wiring(
        TlsProfile tls,
        ProxyProfile proxy,
        AddressPolicy addresses,
        NamedFormat format,
        List<NamedFilter> filters,
        Set<Long> serviceIds) {

    Wiring {
        filters = List.copyOf(filters);
        serviceIds = Set.copyOf(serviceIds);
    }

    /** Of references as Declarative Services gives them, with their properties. */
    static Wiring of(
            Map.Entry<Map<String, Object>, TlsProfile> tls,
            Map.Entry<Map<String, Object>, ProxyProfile> proxy,
            Map.Entry<Map<String, Object>, AddressPolicy> addresses,
            Map.Entry<Map<String, Object>, PayloadFormat> format,
            Collection<Map.Entry<Map<String, Object>, EventFilter>> filters) {
        Set<Long> ids = new HashSet<>();
        Stream.concat(
                        Stream.of(tls.getKey(), proxy.getKey(), addresses.getKey(), format.getKey()),
                        filters.stream().map(Map.Entry::getKey))
                .forEach(properties -> ids.add((Long) properties.get(Constants.SERVICE_ID)));
        return new Wiring(
                tls.getValue(),
                proxy.getValue(),
                addresses.getValue(),
                new NamedFormat(nameOf(PayloadFormat.NAME, format.getKey()), format.getValue()),
                filters.stream()
                        .map(entry -> new NamedFilter(nameOf(EventFilter.NAME, entry.getKey()), entry.getValue()))
                        .distinct()
                        .toList(),
                ids);
    }

    private static String nameOf(String key, Map<String, Object> properties) {
        Object name = properties.get(key);
        return Objects.toString(name, "service " + properties.get(Constants.SERVICE_ID));
    }
}
