/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.Settings;
import java.util.List;
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
    static final String REVOCATION_DISTRIBUTION_POINTS = "revocation.distributionPoints";
    static final String REVOCATION_TIMEOUT = "revocation.timeout";
    static final String REVOCATION_END_ENTITY_ONLY = "revocation.endEntityOnly";

    static final Form FORM =
            Form.of(TlsConfig.class).numbered(TRUST, KEY).neverBare().strict();

    /** {@code trust.path} is of the first store, {@code trust.2.path} of the second, and so on. */
    private static final Pattern STORE =
            Pattern.compile("((trust|key)(?:\\.([2-9]|[1-9]\\d{1,4}))?)\\.(type|path|password|data|alias|keyPassword)");

    private TlsKeys() {}

    /** The beginnings of the keys of all stores that have a value, by number. */
    static List<String> storePrefixes(Settings values, String family) {
        TreeMap<Integer, String> prefixes = new TreeMap<>();
        for (String key : values.keys()) {
            Matcher store = STORE.matcher(key);
            if (store.matches() && store.group(2).equals(family) && values.has(key)) {
                prefixes.put(store.group(3) == null ? 1 : Integer.parseInt(store.group(3)), store.group(1));
            }
        }
        return List.copyOf(prefixes.values());
    }
}
