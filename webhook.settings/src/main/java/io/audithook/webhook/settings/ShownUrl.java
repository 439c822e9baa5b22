/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.List;

/**
 * What people may see of a URL: neither user and password, nor what comes behind the path, where receivers take tokens. However wrong
 * it is written, and however long: no regular expressions, since some take for ever on texts that are made for it.
 */
public final class ShownUrl {

    private static final String MASK = "...";

    private ShownUrl() {}

    /** The text without these, which need be no URL at all. */
    public static String of(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
            end++;
        }
        String shown = withoutUser(text.substring(0, end));
        if (end == text.length()) {
            return shown;
        }
        return shown + text.charAt(end) + (end + 1 < text.length() ? MASK : "");
    }

    private static String withoutUser(String head) {
        int begin = beginOfHost(head);
        int slash = head.indexOf('/', begin);
        int end = slash < 0 ? head.length() : slash;
        int at = head.lastIndexOf('@', end - 1);
        if (at < begin && hasNoPort(head.substring(begin, end))) {
            // for a reader the slash ends the host, but it is in the password
            at = head.lastIndexOf('@');
            if (at < begin && begin > 0) {
                // or the host is missing
                return head.substring(0, head.indexOf(':', begin) + 1) + MASK + head.substring(end);
            }
        }
        if (at < begin) {
            // a slash is missing, or the colon before it
            int user = head.contains("://") ? -1 : head.lastIndexOf('@');
            int colon = user < 0 ? -1 : head.lastIndexOf(':', user);
            return colon > begin ? head.substring(0, begin) + MASK + head.substring(user) : head;
        }
        return head.substring(0, begin) + MASK + head.substring(at);
    }

    private static int beginOfHost(String head) {
        int slashes = head.indexOf("//");
        if (slashes == 0 || (slashes > 0 && head.charAt(slashes - 1) == ':')) {
            return slashes + 2;
        }
        for (String scheme : List.of("https:", "http:")) {
            if (head.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return 0;
    }

    /** Whether what stands behind the first colon is no number. */
    private static boolean hasNoPort(String host) {
        int colon = host.startsWith("[") ? -1 : host.indexOf(':');
        return colon >= 0 && !host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
