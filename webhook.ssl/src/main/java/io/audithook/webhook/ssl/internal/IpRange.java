/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.IpLiterals;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A block of IP addresses in CIDR notation, or one address. Never asks a name service. */
final class IpRange {

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] network;
    private final int prefixBits;

    private IpRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** The range that is written like this: {@code 10.0.0.0/8}, {@code fd00::/8}, {@code ::1}; empty if it is none. */
    static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> network = literal(slash < 0 ? text : text.substring(0, slash));
        if (network.isEmpty()) {
            return Optional.empty();
        }
        int maxBits = network.get().length * 8;
        if (slash < 0) {
            return Optional.of(new IpRange(network.get(), maxBits));
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > maxBits) {
            return Optional.empty();
        }
        return Optional.of(new IpRange(network.get(), Integer.parseInt(bits)));
    }

    /** Whether all of this one is in the other. */
    boolean isWithin(IpRange other) {
        return prefixBits >= other.prefixBits && other.contains(network);
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int wholeBytes = prefixBits / 8;
        if (!Arrays.equals(address, 0, wholeBytes, network, 0, wholeBytes)) {
            return false;
        }
        int restBits = prefixBits % 8;
        int mask = 0xff << (8 - restBits);
        return restBits == 0 || (address[wholeBytes] & mask) == (network[wholeBytes] & mask);
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefixBits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address of 4 or 16 bytes", e);
        }
    }

    /** The bytes of an address; empty for a name, and for spellings that not everybody reads alike. */
    static Optional<byte[]> literal(String host) {
        if (!IpLiterals.isIpv4(host) && !IPV6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            // a text of one of these two forms is never looked up
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
