/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.settings.Settings;
import java.util.List;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** The keys by which Declarative Services finds the services of an endpoint: those of the references of {@link EndpointComponent}. */
final class ReferenceKeys {

    /** Selects the named filters. */
    static final String FILTERS = "filters.target";

    /** How many of the named filters must be there. */
    static final String FILTERS_MINIMUM = "filters.cardinality.minimum";

    /** Each selects services by an LDAP filter. */
    static final List<String> TARGETS = List.of(
            "tls.target",
            "proxy.target",
            "format.target",
            FILTERS,
            "addresses.target",
            "engine.target",
            "globalFilters.target");

    /** Each is a number of services. */
    static final List<String> MINIMUMS = List.of(FILTERS_MINIMUM, "globalFilters.cardinality.minimum");

    /** The framework reads a level of parentheses within the one around it, on the stack. */
    private static final int MAX_FILTER_LENGTH = 1_000;

    private ReferenceKeys() {}

    /** Notes what breaks a rule. */
    static void check(Settings settings) {
        TARGETS.forEach(key -> settings.value(key, text -> filter(key, text)));
        MINIMUMS.forEach(key -> minimum(settings, key));
    }

    /** Whether filters are selected. */
    static boolean namesFilters(Settings settings) {
        return settings.text(FILTERS)
                .filter(target -> !target.equals(EndpointConfig.NO_FILTERS))
                .isPresent();
    }

    /** How many services are needed at least. */
    static int minimum(Settings settings, String key) {
        return settings.integer(key, 0, 0, Integer.MAX_VALUE);
    }

    private static Filter filter(String key, String text) {
        if (text.length() > MAX_FILTER_LENGTH) {
            throw new IllegalArgumentException(
                    "must be an LDAP filter of at most " + MAX_FILTER_LENGTH + " characters");
        }
        try {
            return FrameworkUtil.createFilter(text);
        } catch (InvalidSyntaxException e) {
            String service = key.startsWith("filters.") || key.startsWith("globalFilters.")
                    ? "filter"
                    : key.substring(0, key.indexOf('.'));
            throw new IllegalArgumentException("must be an LDAP filter, such as (" + service + ".name=corp)", e);
        }
    }
}
