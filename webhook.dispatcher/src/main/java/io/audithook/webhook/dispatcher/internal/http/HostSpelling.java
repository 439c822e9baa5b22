/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.settings.IpLiterals;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the host of a URL may be spelled: as a name, as four decimal numbers, or as IPv6 in brackets. What one program takes for
 * an address and the next one for another, or for a name, is refused: {@code 0177.0.0.1}, {@code 127.1},
 * {@code 2130706433}, {@code 0x7f000001}.
 */
public final class HostSpelling {

    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+]");

    /** Who reads URLs by the WHATWG's rules takes every host for an IPv4 address whose last label looks like a number. */
    private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9A-Fa-f]*)\\.?");

    private static final Pattern NAME = Pattern.compile(
            "(?i)(?=.{1,254}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");

    private HostSpelling() {}

    /**
     * What is wrong with a host, as it stands in a URL.
     *
     * @return the rule that it breaks; empty if it is in order
     */
    public static Optional<String> objection(String host) {
        if (IPV6.matcher(host).matches() || IpLiterals.isIpv4(host)) {
            return Optional.empty();
        }
        if (host.startsWith("[")) {
            return Optional.of("must not have an IPv6 address with a zone");
        }
        if (NUMBER_LIKE.matcher(host).matches()) {
            return Optional.of(
                    "must spell an IPv4 address as four decimal numbers from 0 to 255 without leading zeros");
        }
        return NAME.matcher(host).matches()
                ? Optional.empty()
                : Optional.of("must name a host by labels of 1 to 63 letters, digits, hyphens and underscores");
    }

    /** The address that a host is the spelling of; empty for a name. Asks no name service. */
    static Optional<InetAddress> literal(String host) {
        if (!IpLiterals.isIpv4(host) && !IPV6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
