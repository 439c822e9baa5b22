/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells how large a configuration would be with its substitutions resolved, before that is done: a few lines in which
 * each names the one before twice fill any memory. The library has no limit for this.
 */
final class Expansion {

    /** So many characters, in strings of up to two bytes each, a small heap can hold for a moment. */
    static final long MAX = 16L << 20;

    private final ConfigObject root;
    private final Map<String, Long> sizes = new HashMap<>();

    private Expansion(ConfigObject root) {
        this.root = root;
    }

    /** @throws ConfigException if it would be too large */
    static void check(ConfigObject root) {
        Expansion expansion = new Expansion(root);
        try {
            if (expansion.sizeOf(List.of(), root) > MAX) {
                throw new ConfigException.Generic(Place.of(root.origin()).file()
                        + ": has substitutions that make it larger than " + MAX + " characters");
            }
        } catch (ConfigException.NotResolved e) {
            throw new ConfigException.Generic(e.getMessage(), e);
        }
    }

    private long sizeOf(List<String> path, ConfigValue value) {
        String key = ConfigUtil.joinPath(path.isEmpty() ? List.of("") : path);
        Long known = sizes.get(key);
        if (known != null) {
            return known;
        }
        // what comes back here is a cycle, which the library reports
        sizes.put(key, 0L);
        long size = measured(path, value);
        sizes.put(key, size);
        return size;
    }

    private long measured(List<String> path, ConfigValue value) {
        if (value instanceof ConfigObject object) {
            try {
                long size = 1;
                for (Map.Entry<String, ConfigValue> child : Children.of(object).entrySet()) {
                    size = sum(size, sizeOf(append(path, child.getKey()), child.getValue()));
                }
                return size;
            } catch (ConfigException.NotResolved e) {
                // objects that are merged, each of which may be a substitution
                return sizeOfMerged(path, value);
            }
        }
        return sizeOfMerged(path, value);
    }

    /** The values that a key was given one after the other, the later ones perhaps made of the earlier. */
    private long sizeOfMerged(List<String> path, ConfigValue value) {
        long size = 0;
        int repeated = 0;
        for (Rendered element : Rendered.elements(value)) {
            long own = element.literals();
            boolean ofItself = false;
            for (String reference : element.references()) {
                List<String> target = ConfigUtil.splitPath(reference);
                if (target.equals(path)) {
                    ofItself = true;
                    own = sum(own, size);
                } else {
                    own = sum(own, sizeOf(target));
                }
            }
            size = ofItself ? own : sum(size, own);
            repeated += ofItself ? 1 : 0;
            if (repeated > SourceText.MAX_APPENDS) {
                throw new ConfigException.Generic(Place.of(value.origin()) + ": " + ConfigUtil.joinPath(path)
                        + ": is made of itself more than " + SourceText.MAX_APPENDS + " times; write a list");
            }
        }
        return size;
    }

    /** Of what a substitution finds. In an included file it may be meant from there, or from the root. */
    private long sizeOf(List<String> target) {
        for (int i = 0; i < target.size(); i++) {
            List<String> path = target.subList(i, target.size());
            List<String> found = new ArrayList<>();
            ConfigValue value = root;
            for (String name : path) {
                ConfigValue child = child(value, name);
                if (child == null) {
                    break;
                }
                found.add(name);
                value = child;
            }
            if (!found.isEmpty()) {
                return sizeOf(found, value);
            }
        }
        String variable = System.getenv(String.join(".", target));
        return variable == null ? 0 : variable.length();
    }

    private static ConfigValue child(ConfigValue value, String name) {
        try {
            return value instanceof ConfigObject object ? object.get(name) : null;
        } catch (ConfigException.NotResolved e) {
            return null;
        }
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    /** Far beyond the limit, no sum grows any more. */
    private static long sum(long one, long two) {
        return Math.min(MAX * 2, one + two);
    }
}
