/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses (RFC 4632).
 *
 * @param network the first address
 * @param prefix how many of its bits count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cidr(byte[] network, int prefix) {

    private static final String IPV4 =
            "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}";

    private static final String IPV6 = "[0-9a-fA-F:]*:[0-9a-fA-F:.]*";

    /** Reads {@code address/prefix}. */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = bytes(text.substring(0, slash));
        if (network != null && text.substring(slash + 1).matches("[0-9]{1,3}")) {
            int prefix = Integer.parseInt(text.substring(slash + 1));
            if (prefix <= network.length * 8) {
                return new Cidr(network, prefix);
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" must be a CIDR block such as 10.0.0.0/8");
    }

    /** Whether this literal address is in the block; a name never is. */
    boolean contains(String host) {
        byte[] address = bytes(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        if (address == null || address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a literal address, or null. */
    @SuppressWarnings("AddressSelection") // a literal has one address
    private static byte[] bytes(String literal) {
        if (!literal.matches(IPV4) && !literal.matches(IPV6)) {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
