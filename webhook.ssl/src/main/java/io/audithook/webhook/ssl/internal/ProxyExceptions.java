/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.util.List;
import java.util.Locale;

/** Which hosts are reached without the proxy. Names are compared as they are written; nothing is looked up. */
final class ProxyExceptions {

    private final List<String> names;
    private final List<Cidr> blocks;

    /**
     * @param patterns host names, {@code *.suffix}, or CIDR blocks
     * @throws IllegalArgumentException naming the pattern and the rule
     */
    ProxyExceptions(List<String> patterns) {
        names = patterns.stream()
                .filter(pattern -> !pattern.contains("/"))
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
        blocks = patterns.stream()
                .filter(pattern -> pattern.contains("/"))
                .map(Cidr::parse)
                .toList();
        for (String name : names) {
            if (name.substring(1).contains("*") || (name.startsWith("*") && !name.startsWith("*."))) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" must be a host name, *.suffix, or a CIDR block such as 10.0.0.0/8");
            }
        }
    }

    /** @param host a name, or an address with or without brackets */
    boolean contains(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        for (String name : names) {
            if (name.startsWith("*.") ? plain.endsWith(name.substring(1)) : plain.equals(name)) {
                return true;
            }
        }
        return blocks.stream().anyMatch(block -> block.contains(plain));
    }
}
