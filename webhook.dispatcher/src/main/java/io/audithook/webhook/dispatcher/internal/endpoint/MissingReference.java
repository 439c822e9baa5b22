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

/**
 * Services that an endpoint needs and that are not there.
 *
 * @param service what they have to be
 * @param key the key of the configuration that names them
 * @param target the LDAP filter that it gives
 * @param needed how many it takes
 * @param found how many there are
 */
record MissingReference(Class<?> service, String key, String target, int needed, int found) {

    /** What is missing for this configuration, the first of it; empty if nothing is. From memory. */
    static Optional<MissingReference> of(BundleContext context, Map<String, Object> configuration) {
        Settings settings = new Settings(EndpointConfig.PID, configuration);
        int filters = ReferenceKeys.minimum(settings, ReferenceKeys.FILTERS_MINIMUM);
        Search search = new Search(context, settings);
        // each is looked for only if those before it are there: thousands of endpoints may wait at once
        return Stream.<Supplier<Optional<MissingReference>>>of(
                        () -> search.one(TlsProfile.class, "tls.target", EndpointConfig.DEFAULT_TLS),
                        () -> search.one(ProxyProfile.class, "proxy.target", EndpointConfig.DEFAULT_PROXY),
                        () -> search.one(PayloadFormat.class, "format.target", EndpointConfig.DEFAULT_FORMAT),
                        () -> search.some(EventFilter.class, ReferenceKeys.FILTERS, EndpointConfig.NO_FILTERS, filters),
                        () -> search.one(AddressPolicy.class, "addresses.target", "(service.id=*)"))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** For people. */
    @Override
    public String toString() {
        return "needs " + needed + " " + service.getSimpleName() + " for " + key + "=" + target + ", found " + found;
    }

    /** Looks for the services of one configuration. */
    private record Search(BundleContext context, Settings settings) {

        Optional<MissingReference> one(Class<?> service, String key, String otherwise) {
            return some(service, key, otherwise, 1);
        }

        Optional<MissingReference> some(Class<?> service, String key, String otherwise, int needed) {
            String target = settings.text(key, otherwise);
            try {
                int found = context.getServiceReferences(service, target).size();
                return found >= needed
                        ? Optional.empty()
                        : Optional.of(new MissingReference(service, key, target, needed, found));
            } catch (InvalidSyntaxException e) {
                // the endpoint is invalid, which is told in a moment
                return Optional.empty();
            }
        }
    }
}
