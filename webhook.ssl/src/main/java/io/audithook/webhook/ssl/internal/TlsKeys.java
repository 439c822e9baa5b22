/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of a TLS profile. */
final class TlsKeys {

    static final String TRUST = "trust";
    static final String KEY = "key";
    static final String INCLUDE_SYSTEM = "includeSystem";
    static final String PROTOCOLS = "protocols";
    static final String CIPHER_SUITES = "cipherSuites";
    static final String VERIFY_HOST_NAME = "verifyHostName";

    private static final Set<String> PLAIN =
            Set.of(TlsProfile.NAME, Values.BASE_DIR, INCLUDE_SYSTEM, PROTOCOLS, CIPHER_SUITES, VERIFY_HOST_NAME);
    private static final List<String> OF_A_STORE = List.of("type", "path", "password", "data");

    /** {@code trust.path} is of the first store, {@code trust.2.path} of the second, and so on. */
    private static final Pattern STORE =
            Pattern.compile("((trust|key)(?:\\.([2-9]|[1-9]\\d{1,4}))?)\\.(type|path|password|data)");

    private static final Pattern NUMBERED = Pattern.compile("\\w+\\.([2-9]|[1-9]\\d{1,4})\\..*");

    private TlsKeys() {}

    /**
     * Warns of keys that are not known, and refuses those that look like a store: without it the profile would
     * trust others than meant.
     */
    static void check(Values values) {
        for (String key : values.keys().stream().sorted().toList()) {
            if (PLAIN.contains(key) || STORE.matcher(key).matches() || UnknownKeys.isForeign(key)) {
                continue;
            }
            if (key.startsWith(TRUST + ".") || key.startsWith(KEY + ".")) {
                throw new IllegalArgumentException(values.pid() + ": " + UnknownKeys.complaint(key, "", known(key)));
            }
            values.warn(UnknownKeys.complaint(key, " and has no effect", known(key)));
        }
    }

    /** The beginnings of the keys of all stores that have a value, by number. */
    static List<String> storePrefixes(Values values, String family) {
        TreeMap<Integer, String> prefixes = new TreeMap<>();
        for (String key : values.keys()) {
            Matcher store = STORE.matcher(key);
            if (store.matches() && store.group(2).equals(family) && values.has(key)) {
                prefixes.put(store.group(3) == null ? 1 : Integer.parseInt(store.group(3)), store.group(1));
            }
        }
        return List.copyOf(prefixes.values());
    }

    private static Set<String> known(String key) {
        Set<String> known = new HashSet<>(PLAIN);
        Matcher numbered = NUMBERED.matcher(key);
        String number = numbered.matches() ? "." + numbered.group(1) : "";
        for (String family : List.of(TRUST, KEY)) {
            OF_A_STORE.forEach(name -> known.add(family + number + "." + name));
        }
        return known;
    }
}
