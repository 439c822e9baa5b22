/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hosts that are called without the proxy: exact names, {@code *.suffix} or {@code .suffix} for all names below one, and IP addresses
 * or CIDR blocks. Addresses match only a host that is written as an address; names are not looked up.
 */
final class HostExceptions {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");
    private static final Pattern SUFFIX = Pattern.compile("^\\*?\\.");
    private static final String RULE = "must be a host name, *.SUFFIX, an IP address or a CIDR block";

    private final Set<String> names;
    private final List<String> suffixes;
    private final List<IpRange> ranges;

    private HostExceptions(Set<String> names, List<String> suffixes, List<IpRange> ranges) {
        this.names = Set.copyOf(names);
        this.suffixes = List.copyOf(suffixes);
        this.ranges = List.copyOf(ranges);
    }

    static HostExceptions from(Settings values, String key) {
        Set<String> names = new HashSet<>();
        List<String> suffixes = new ArrayList<>();
        List<IpRange> ranges = new ArrayList<>();
        for (String value : values.list(key)) {
            String pattern = plain(value);
            Optional<IpRange> range = IpRange.parse(pattern);
            if (range.isPresent()) {
                ranges.add(range.get());
            } else if (SUFFIX.matcher(pattern).lookingAt()
                    && NAME.matcher(pattern.replaceFirst(SUFFIX.pattern(), "")).matches()) {
                suffixes.add(pattern.replaceFirst("^\\*", ""));
            } else if (NAME.matcher(pattern).matches() && !pattern.matches("[0-9.]+")) {
                names.add(pattern);
            } else {
                values.problem(key, value, RULE);
            }
        }
        return new HostExceptions(names, suffixes, ranges);
    }

    /** Whether this host, as it stands in a URI, is one of them. */
    boolean contains(String host) {
        String plain = plain(host);
        return names.contains(plain)
                || suffixes.stream().anyMatch(plain::endsWith)
                || IpRange.literal(plain)
                        .filter(address -> ranges.stream().anyMatch(range -> range.contains(address)))
                        .isPresent();
    }

    /** Without the brackets of an IPv6 address and the dot that may end a name. */
    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", "");
    }
}
