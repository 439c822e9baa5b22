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
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
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

    private final Optional<OpenEndpoint> endpoint;

    /**
     * @param engine what it runs in
     * @param tls how connections are secured
     * @param proxy which way they go
     * @param addresses where they may lead
     * @param format what events look like
     * @param globalFilters the filters that every endpoint has
     * @param filters the filters this endpoint names
     * @param configuration the configuration
     * @param context our bundle, which may use a service for longer than this component does
     */
    @Activate
    public EndpointComponent(
            @Reference EngineComponent engine,
            @Reference(name = "tls", target = EndpointConfig.DEFAULT_TLS) ServiceReference<TlsProfile> tls,
            @Reference(name = "proxy", target = EndpointConfig.DEFAULT_PROXY) ServiceReference<ProxyProfile> proxy,
            @Reference(name = "addresses") ServiceReference<AddressPolicy> addresses,
            @Reference(name = "format", target = EndpointConfig.DEFAULT_FORMAT) ServiceReference<PayloadFormat> format,
            @Reference(
                            name = "globalFilters",
                            target = "(!(filter.scope=named))",
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<ServiceReference<EventFilter>> globalFilters,
            @Reference(
                            name = "filters",
                            target = EndpointConfig.NO_FILTERS,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<ServiceReference<EventFilter>> filters,
            Map<String, Object> configuration,
            BundleContext context) {
        if (EndpointName.isMissing(configuration)) {
            // told where the others are that nobody can use
            endpoint = Optional.empty();
            return;
        }
        Wiring wiring = Wiring.of(context, tls, proxy, addresses, format, globalFilters, filters);
        endpoint = Optional.of(engine.engine().open(EndpointName.of(configuration), configuration, wiring));
    }

    @Deactivate
    void close() {
        endpoint.ifPresent(OpenEndpoint::close);
    }
}
