/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.audithook.webhook.settings.SecurityWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The substitutions of one file that may find nothing, <code>${?X}</code>, where that could take away what events are kept from the
 * wrong eyes by. HOCON is silent of them. Also those of others: who knows what is ours can tell.
 */
final class Wishes {

    /** Keys of objects that anything can be in. */
    private static final Set<String> BLOCKS =
            Set.of("address", "audithook", "endpoints", "headers", "webhooks", "ws", "wsconfig");

    private static final String HEADERS = ".headers.";

    /** A whole endpoint. */
    private static final Pattern ENDPOINT =
            Pattern.compile("webhooks[.]([^.\"\\[]+|\"[^\"]*\")|notification[.]webhook[.]endpoints[.][0-9]+");

    private static final String ADDRESS = "audithook.address.";

    private final Map<String, List<Wish>> wishes = new LinkedHashMap<>();

    /** What was said of this key before counts no more. */
    void forget(String path) {
        wishes.remove(path);
    }

    /** This key is given more: what it lacks is a part of it now. */
    void merged(String path) {
        wishes.computeIfPresent(
                path,
                (same, some) -> new ArrayList<>(some.stream().map(Wish::asPart).toList()));
    }

    /** A key is given a value, which may be a part of what others are given as a whole. */
    void below(String path) {
        for (int dot = path.lastIndexOf('.'); dot > 0 && !wishes.isEmpty(); dot = path.lastIndexOf('.', dot - 1)) {
            merged(path.substring(0, dot));
        }
    }

    /** A value that is this substitution, of a key without another one. */
    void whole(String path, String reference, Place place) {
        add(new Wish(path, reference, place, false, false));
    }

    /**
     * A value that this substitution is a part of.
     *
     * @param isElement whether it is in a list, or is put together with an object: what is missing then cannot be told from its key
     */
    void part(String path, String reference, Place place, boolean isElement) {
        add(new Wish(path, reference, place, true, isElement));
    }

    /** Those that are still to be fulfilled. */
    List<Wish> all() {
        return wishes.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Tells of those that came to nothing.
     *
     * @param wishes those of ours
     */
    static void tellUnset(List<Wish> wishes, Config resolved, Problems problems) {
        for (Wish wish : wishes) {
            boolean isFound = isThere(wish.reference(), resolved) || System.getenv(wish.reference()) != null;
            // what is in a list cannot be looked for
            boolean isSet = !wish.isPart() && !wish.path().contains("[") && isThere(wish.path(), resolved);
            if (!isFound && !isSet) {
                problems.warn(
                        wish.place(),
                        Assignments.shown(wish.path()) + (wish.isPart() ? ": lacks a part" : ": is not set")
                                + ", since ${?" + wish.reference() + "} has no value");
            }
        }
    }

    private void add(Wish wish) {
        wishes.computeIfAbsent(wish.path(), unknown -> new ArrayList<>(1)).add(wish);
    }

    /** Whether a path of ours is of security, or may be, as it can have anything in it. What all of ours is called says nothing. */
    private static boolean isOfWeight(String path) {
        String last = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ENDPOINT.matcher(path).matches()
                || path.contains(HEADERS)
                || path.startsWith(ADDRESS)
                || BLOCKS.contains(last)
                || SecurityWords.isIn(path.substring(Math.max(0, path.indexOf('.'))));
    }

    private static boolean isThere(String path, Config config) {
        try {
            return config.hasPathOrNull(path);
        } catch (ConfigException.BadPath e) {
            // the library has taken it, so there is something
            return true;
        }
    }

    /**
     * A value that may be missing.
     *
     * @param path its key
     * @param reference what is substituted
     * @param isPart whether there is more to the value
     * @param isElement whether it is in a list, or is put together with an object
     */
    record Wish(String path, String reference, Place place, boolean isPart, boolean isElement) {

        private Wish asPart() {
            return new Wish(path, reference, place, true, isElement);
        }

        /** Whether events may go to the wrong eyes without it, by what it is at our paths. */
        boolean isOfWeight(Set<String> arrivals) {
            return !arrivals.isEmpty() && (isElement || arrivals.stream().anyMatch(Wishes::isOfWeight));
        }
    }
}
