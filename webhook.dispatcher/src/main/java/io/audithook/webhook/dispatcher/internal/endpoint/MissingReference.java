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
import io.audithook.webhook.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** Finds out which service an endpoint waits for. */
final class MissingReference {

    private final BundleContext context;

    MissingReference(BundleContext context) {
        this.context = context;
    }

    /** What is missing for this configuration, for people. */
    String of(Map<String, Object> configuration) {
        Settings settings = new Settings(EndpointConfig.PID, configuration);
        int filters = settings.integer("filters.cardinality.minimum", 0, 0, Integer.MAX_VALUE);
        // each is looked for only if those before it are there: thousands of endpoints may wait at once
        return Stream.<Supplier<Optional<String>>>of(
                        () -> missing(TlsProfile.class, settings, "tls.target", EndpointConfig.DEFAULT_TLS, 1),
                        () -> missing(ProxyProfile.class, settings, "proxy.target", EndpointConfig.DEFAULT_PROXY, 1),
                        () -> missing(PayloadFormat.class, settings, "format.target", EndpointConfig.DEFAULT_FORMAT, 1),
                        () -> missing(
                                EventFilter.class, settings, "filters.target", EndpointConfig.NO_FILTERS, filters),
                        () -> missing(AddressPolicy.class, settings, "addresses.target", "(service.id=*)", 1))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("not wired yet");
    }

    private Optional<String> missing(Class<?> service, Settings settings, String key, String otherwise, int needed) {
        String target = settings.text(key, otherwise);
        int found;
        try {
            found = context.getServiceReferences(service, target).size();
        } catch (InvalidSyntaxException e) {
            return Optional.of(key + "=\"" + target + "\" is not an LDAP filter: " + e.getMessage());
        }
        return found >= needed
                ? Optional.empty()
                : Optional.of("needs " + needed + " " + service.getSimpleName() + " for " + key + "=" + target
                        + ", found " + found);
    }
}
