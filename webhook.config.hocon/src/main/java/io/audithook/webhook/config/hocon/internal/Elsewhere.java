/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What endpoints of a file need that is not in the file, nor built in. It may come from other configurations or bundles; an
 * endpoint waits until it does, and so a slip of the pen looks the same.
 */
final class Elsewhere {

    private static final Pattern NAMED = Pattern.compile("\\((filter|format|proxy|tls)[.]name=([^()*\\\\]+)\\)");

    private static final Set<String> BUILT_IN =
            Set.of("format audit", "format cloudevents", "proxy direct", "tls default");

    private static final Map<String, String> KINDS =
            Map.of(Desired.FILTER, "filter ", Desired.PROXY, "proxy ", Desired.TLS, "tls ");

    private Elsewhere() {}

    /** A line for each, for people. */
    static List<String> of(List<Desired> file) {
        Set<String> there = new HashSet<>(BUILT_IN);
        file.forEach(one -> there.add(KINDS.getOrDefault(one.factoryPid(), "") + one.name()));
        Map<String, List<Place>> missing = new TreeMap<>();
        for (Desired one : file) {
            one.properties().forEach((key, value) -> {
                if (one.factoryPid().equals(Desired.ENDPOINT) && key.endsWith(".target")) {
                    NAMED.matcher(value.toString())
                            .results()
                            .map(Elsewhere::name)
                            .filter(name -> !there.contains(name))
                            .forEach(name -> missing.computeIfAbsent(name, unknown -> new ArrayList<>())
                                    .add(one.place(key)));
                }
            });
        }
        return missing.entrySet().stream()
                .map(one -> one.getValue().get(0) + ": " + one.getKey() + " is not in this file; "
                        + (one.getValue().size() == 1
                                ? "the endpoint waits"
                                : "the " + one.getValue().size() + " endpoints that need it wait")
                        + " unless it comes from elsewhere")
                .toList();
    }

    private static String name(MatchResult named) {
        return named.group(1) + " " + named.group(2);
    }
}
