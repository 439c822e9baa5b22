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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One endpoint as its configuration and the services it names have it. All references are static: when a
 * profile, format or filter comes, goes or changes, this instance ends and another begins. A named one that is
 * missing leaves the endpoint unsatisfied, and its events wait in the outbox.
 */
@Component(
        service = {},
        configurationPid = EndpointConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EndpointConfig.class, factory = true)
public final class EndpointComponent {

    private final Engine.OpenEndpoint endpoint;

    /**
     * @param engine what it runs in
     * @param tls how connections are secured
     * @param proxy which way they go
     * @param addresses where they may lead
     * @param format what events look like
     * @param globalFilters the filters that every endpoint has
     * @param filters the filters this endpoint names
     * @param configuration the configuration
     */
    @Activate
    public EndpointComponent(
            @Reference EngineComponent engine,
            @Reference(name = "tls", target = EndpointConfig.DEFAULT_TLS)
                    Map.Entry<Map<String, Object>, TlsProfile> tls,
            @Reference(name = "proxy", target = EndpointConfig.DEFAULT_PROXY)
                    Map.Entry<Map<String, Object>, ProxyProfile> proxy,
            @Reference(name = "addresses") Map.Entry<Map<String, Object>, AddressPolicy> addresses,
            @Reference(name = "format", target = EndpointConfig.DEFAULT_FORMAT)
                    Map.Entry<Map<String, Object>, PayloadFormat> format,
            @Reference(
                            name = "globalFilters",
                            target = "(!(filter.scope=named))",
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<Map.Entry<Map<String, Object>, EventFilter>> globalFilters,
            @Reference(
                            name = "filters",
                            target = EndpointConfig.NO_FILTERS,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<Map.Entry<Map<String, Object>, EventFilter>> filters,
            Map<String, Object> configuration) {
        List<Map.Entry<Map<String, Object>, EventFilter>> all =
                Stream.concat(globalFilters.stream(), filters.stream()).toList();
        endpoint = engine.engine()
                .open(EndpointName.of(configuration), configuration, Wiring.of(tls, proxy, addresses, format, all));
    }

    @Deactivate
    void close() {
        endpoint.close();
    }
}
