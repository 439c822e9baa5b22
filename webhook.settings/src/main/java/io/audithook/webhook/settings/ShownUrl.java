/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people may see of a URL: neither user and password, nor what comes behind the path, where receivers take tokens. */
public final class ShownUrl {

    /** However wrong it is written: a slash in the password ends the host for a reader, and what looks like a port is none. */
    private static final Pattern USER = Pattern.compile(
            "(?s)^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//|https?:|)" + "(?:[^/]*|[^/@:]*:[^/@]*[^/@0-9][^/@]*/.*)@");

    private static final Pattern BEHIND_PATH = Pattern.compile("(?s)[?#].+");

    private ShownUrl() {}

    /** The text without these, which need be no URL at all. */
    public static String of(String text) {
        Matcher behind = BEHIND_PATH.matcher(text);
        boolean isCut = behind.find();
        String head = isCut ? text.substring(0, behind.start()) : text;
        return USER.matcher(head).replaceFirst("$1...@") + (isCut ? text.charAt(behind.start()) + "..." : "");
    }
}
