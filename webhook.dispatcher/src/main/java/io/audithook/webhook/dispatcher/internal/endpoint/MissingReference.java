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
        String missing = missing(TlsProfile.class, "tls.target", settings.text("tls.target", "(tls.name=default)"), 1);
        if (missing.isEmpty()) {
            missing = missing(
                    ProxyProfile.class, "proxy.target", settings.text("proxy.target", "(proxy.name=direct)"), 1);
        }
        if (missing.isEmpty()) {
            missing = missing(
                    PayloadFormat.class, "format.target", settings.text("format.target", "(format.name=audit)"), 1);
        }
        if (missing.isEmpty()) {
            missing = missing(
                    EventFilter.class,
                    "filters.target",
                    settings.text("filters.target", "(filter.scope=none)"),
                    settings.integer("filters.cardinality.minimum", 0, 0, Integer.MAX_VALUE));
        }
        if (missing.isEmpty()) {
            missing = missing(
                    AddressPolicy.class, "addresses.target", settings.text("addresses.target", "(service.id=*)"), 1);
        }
        return missing.isEmpty() ? "not wired yet" : missing;
    }

    private String missing(Class<?> service, String key, String target, int needed) {
        int found;
        try {
            found = context.getServiceReferences(service, target).size();
        } catch (InvalidSyntaxException e) {
            return key + "=\"" + target + "\" is not an LDAP filter: " + e.getMessage();
        }
        return found >= needed
                ? ""
                : "needs " + needed + " " + service.getSimpleName() + " for " + key + "=" + target + ", found " + found;
    }
}
