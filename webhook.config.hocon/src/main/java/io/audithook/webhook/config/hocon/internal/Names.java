/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigUtil;
import java.util.regex.Pattern;

/** The names of endpoints and filters: they go into PIDs, and into LDAP filters as they are. */
final class Names {

    private static final String RULE = "expected a name without white space, control characters, ~ ( ) * and \\";

    /** Config Admin makes a name of a file of it, in which some characters take five. */
    private static final int MAX_LENGTH = 150;

    private static final int MAX_SHOWN = 60;

    /** What has a meaning there. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\s\\p{Cntrl}\\p{Z}~()*\\\\]");

    private static final Pattern ENTRY = Pattern.compile("^(webhooks|audithook[.]filters)[.]([^.\"\\[]+|\"[^\"]*\")");
    private static final Pattern ELEMENT = Pattern.compile("\\[[0-9]+]");

    private Names() {}

    /** What is wrong with a text that is none. */
    static String wrong(String text) {
        String rule = length(text) > MAX_LENGTH
                ? "expected a name of " + MAX_LENGTH + " characters at most, of which those beyond ASCII count as five"
                : RULE;
        return rule + ", found "
                + ConfigUtil.quoteString(text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text);
    }

    /** A name that is as like to a text as can be; the text itself if it is one. Empty if nothing of it can be in a name. */
    static String like(String text) {
        String name = FORBIDDEN.matcher(text).replaceAll("-").replaceAll("-{2,}", "-");
        return isName(text) ? text : name.replaceAll("^-|-$", "");
    }

    static boolean isName(String text) {
        return !text.isEmpty() && !FORBIDDEN.matcher(text).find() && length(text) <= MAX_LENGTH;
    }

    private static int length(String text) {
        return text.chars().map(c -> c < 128 ? 1 : 5).sum();
    }

    /** A path with one name for all endpoints and filters, and one for all elements of lists: what is in them means the same in each. */
    static String general(String path) {
        return ELEMENT.matcher(ENTRY.matcher(path).replaceFirst("$1.x")).replaceAll("[]");
    }
}
