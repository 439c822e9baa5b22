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
    static final String ACCEPT_ANY = "acceptAnyCertificate";
    static final String PINS = "pins";
    static final String KEY_ALGORITHM = "keyManager.algorithm";
    static final String TRUST_ALGORITHM = "trustManager.algorithm";
    static final String REVOCATION = "revocation";
    static final String REVOCATION_LISTS = "revocation.lists";
    static final String REVOCATION_OCSP = "revocation.ocsp";
    static final String REVOCATION_RESPONDER = "revocation.responder";
    static final String REVOCATION_END_ENTITY_ONLY = "revocation.endEntityOnly";

    private static final Set<String> PLAIN = Set.of(
            TlsProfile.NAME,
            Values.BASE_DIR,
            INCLUDE_SYSTEM,
            PROTOCOLS,
            CIPHER_SUITES,
            VERIFY_HOST_NAME,
            ACCEPT_ANY,
            PINS,
            KEY_ALGORITHM,
            TRUST_ALGORITHM,
            REVOCATION,
            REVOCATION_LISTS,
            REVOCATION_OCSP,
            REVOCATION_RESPONDER,
            REVOCATION_END_ENTITY_ONLY);
    private static final List<String> OF_A_STORE = List.of("type", "path", "password", "data");
    private static final List<String> OF_A_KEY_STORE = List.of("alias", "keyPassword");

    /** {@code trust.path} is of the first store, {@code trust.2.path} of the second, and so on. */
    private static final Pattern STORE =
            Pattern.compile("((trust|key)(?:\\.([2-9]|[1-9]\\d{1,4}))?)\\.(type|path|password|data|alias|keyPassword)");

    private static final List<String> STRICT = List.of(TRUST + ".", KEY + ".", REVOCATION, PINS.substring(0, 3));

    private static final Pattern NUMBERED = Pattern.compile("\\w+\\.([2-9]|[1-9]\\d{1,4})\\..*");

    private TlsKeys() {}

    /**
     * Warns of keys that are not known, and refuses those that look like a store or a check.
     */
    static void check(Values values) {
        for (String key : values.keys().stream().sorted().toList()) {
            if (PLAIN.contains(key) || isOfAStore(key) || UnknownKeys.isForeign(key)) {
                continue;
            }
            // without it the profile would trust others than meant
            if (STRICT.stream().anyMatch(key::startsWith)) {
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

    private static boolean isOfAStore(String key) {
        Matcher store = STORE.matcher(key);
        return store.matches() && (store.group(2).equals(KEY) || OF_A_STORE.contains(store.group(4)));
    }

    private static Set<String> known(String key) {
        Set<String> known = new HashSet<>(PLAIN);
        Matcher numbered = NUMBERED.matcher(key);
        String number = numbered.matches() ? "." + numbered.group(1) : "";
        for (String family : List.of(TRUST, KEY)) {
            OF_A_STORE.forEach(name -> known.add(family + number + "." + name));
        }
        OF_A_KEY_STORE.forEach(name -> known.add(KEY + number + "." + name));
        return known;
    }
}
