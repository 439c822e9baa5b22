/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.regex.Pattern;

/** How an IPv4 address may be spelled: as four decimal numbers without leading zeros, which all programs read alike. */
public final class IpLiterals {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    private IpLiterals() {}

    /** Whether it is an IPv4 address in this spelling. */
    public static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }
}
