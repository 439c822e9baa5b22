/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.regex.Pattern;

/** What RFC 9110 allows in a header, less the obsolete and the tab. */
public final class HeaderRules {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private HeaderRules() {}

    /** Whether it can be the name of a header. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether it can be the value of a header: ASCII characters from the space to the tilde. */
    public static boolean isVisible(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
