/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was said of the configurations of endpoints. An endpoint begins anew whenever a profile, a filter or the address policy changes,
 * and then nothing is said again that was said of the same configuration. Safe for use by many threads.
 */
final class Remarks {

    /** What Declarative Services write is other each time. */
    private static final String OWN_KEYS = "component.";

    private final Map<String, Said> said = new ConcurrentHashMap<>();

    /** Whether this was not said before of the endpoint as it is configured now. */
    boolean isNew(String endpoint, Map<String, Object> configuration, String remark) {
        int now = hash(configuration);
        return said.compute(endpoint, (name, last) -> last == null || last.configuration != now ? new Said(now) : last)
                .remarks
                .add(remark);
    }

    /** It works as it is configured now: what was said of another configuration is news if it comes back. */
    void right(String endpoint, Map<String, Object> configuration) {
        int now = hash(configuration);
        said.computeIfPresent(endpoint, (name, last) -> last.configuration == now ? last : null);
    }

    /** What is wrong later is news. */
    void forget(String endpoint) {
        said.remove(endpoint);
    }

    private static int hash(Map<String, Object> configuration) {
        Map<String, Object> written = new TreeMap<>(configuration);
        written.keySet().removeIf(key -> key.startsWith(OWN_KEYS));
        return Arrays.deepHashCode(
                new Object[] {written.keySet().toArray(), written.values().toArray()});
    }

    /** What was said of one configuration, of which only a hash is kept, since it may hold secrets. */
    private static final class Said {

        private final int configuration;
        private final Set<String> remarks = ConcurrentHashMap.newKeySet();

        Said(int configuration) {
            this.configuration = configuration;
        }
    }
}
