/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps secrets out of what others say to us: a receiver may send back what it got. */
public final class Mask {

    /** So much of a secret at the end of a text that was cut is too much. */
    private static final int MIN_PART = 8;

    private static final Pattern PERCENT = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern UNICODE = Pattern.compile("\\\\u00([0-9A-Fa-f]{2})");

    private static final String INSTEAD = "(not shown: it holds a secret)";

    private Mask() {}

    /** The outcome without what others said, where that holds one of these secrets. */
    public static Outcome over(Outcome outcome, List<String> secrets) {
        if (outcome.delivered()) {
            return outcome;
        }
        String detail = over(outcome.detail(), secrets);
        String answer = over(outcome.answer(), secrets);
        return detail.equals(outcome.detail()) && answer.equals(outcome.answer())
                ? outcome
                : new Outcome(outcome.kind(), outcome.status(), outcome.phase(), detail, answer, outcome.retryAfter());
    }

    /** The text, unless it holds one of these secrets, or ends with the beginning of one. */
    public static String over(String text, List<String> secrets) {
        String plain = plain(text);
        return secrets.stream().anyMatch(secret -> shows(text, plain, secret)) ? INSTEAD : text;
    }

    /** However it was written back: in a URL, in JSON, in capitals. */
    private static String plain(String text) {
        return decoded(UNICODE, decoded(PERCENT, text))
                .replace("\\", "")
                .replace('+', ' ')
                .toLowerCase(Locale.ROOT);
    }

    private static String decoded(Pattern code, String text) {
        return code.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    /** @param plain the text, however it was written */
    private static boolean shows(String text, String plain, String secret) {
        if (secret.isEmpty()) {
            // a proxy's user may have no password, and that is in every text
            return false;
        }
        if (text.contains(secret) || plain.contains(plain(secret))) {
            return true;
        }
        for (int part = Math.min(secret.length(), text.length()); part >= MIN_PART; part--) {
            if (text.endsWith(secret.substring(0, part))) {
                return true;
            }
        }
        return false;
    }
}
