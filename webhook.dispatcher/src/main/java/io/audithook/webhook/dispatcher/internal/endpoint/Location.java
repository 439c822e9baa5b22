/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.settings.ShownUrl;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.cm.Configuration;

/** Where configurations are bound to: Config Admin hands one that is bound to a bundle to no other. */
final class Location {

    private static final String ANY = "?";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Location() {}

    /**
     * Why nobody reads a configuration, with its PID, for people; empty if somebody may.
     *
     * @param readers where the bundles are that read it
     * @throws IllegalStateException if it was deleted
     */
    static Optional<String> mistake(Configuration configuration, Set<String> readers) {
        return mistake(configuration.getBundleLocation(), readers)
                .map(mistake -> configuration.getPid() + ": " + mistake);
    }

    /** @param location null as long as it is bound to none: whoever reads it first will have it */
    static Optional<String> mistake(String location, Set<String> readers) {
        // of one that we have bound ourselves, more is to be said than that
        return location == null
                        || location.startsWith(ANY)
                        || readers.contains(location)
                        || location.equals(Revival.NOWHERE)
                ? Optional.empty()
                : Optional.of("bound to " + oneLine(ShownUrl.of(location))
                        + ", so that nobody reads it; make it with the location \"?\", or set it to that");
    }

    /** Config Admin takes any text for a PID, and for a location. */
    static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }
}
