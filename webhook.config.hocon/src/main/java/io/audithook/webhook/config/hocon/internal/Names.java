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

    /** What has a meaning there. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\s\\p{Cntrl}\\p{Z}~()*\\\\]");

    private Names() {}

    /** What is wrong with a text that is none. */
    static String wrong(String text) {
        return RULE + ", found " + ConfigUtil.quoteString(text);
    }

    /** A name that is as like to a text as can be; the text itself if it is one. Empty if nothing of it can be in a name. */
    static String like(String text) {
        String name = FORBIDDEN.matcher(text).replaceAll("-").replaceAll("-{2,}", "-");
        return isName(text) ? text : name.replaceAll("^-|-$", "");
    }

    static boolean isName(String text) {
        return !text.isEmpty() && !FORBIDDEN.matcher(text).find();
    }
}
