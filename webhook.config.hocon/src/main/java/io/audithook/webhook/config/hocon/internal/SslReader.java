/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code ws.ssl}. */
final class SslReader {

    static final String TRUST_STORES = "ssl.trustManager.stores";

    private static final String DEFAULT = "ssl.default";
    private static final String KEY_STORES = "ssl.keyManager.stores";
    private static final String INCLUDE_SYSTEM = "ssl.trustManager.includeSystem";
    private static final String ENABLED_PROTOCOLS = "ssl.enabledProtocols";
    private static final String PARAMETERS_PROTOCOLS = "ssl.sslParameters.protocols";
    private static final String CIPHER_SUITES = "ssl.enabledCipherSuites";
    private static final String NO_HOST_NAME = "ssl.loose.disableHostnameVerification";

    private static final String ANY_CERTIFICATE = "ssl.loose.acceptAnyCertificate";
    private static final String CHECK_REVOCATION = "ssl.checkRevocation";
    private static final String REVOCATION_LISTS = "ssl.revocationLists";
    private static final String PINS = "ssl.pins";
    private static final String KEY_ALGORITHM = "ssl.keyManager.algorithm";
    private static final String TRUST_ALGORITHM = "ssl.trustManager.algorithm";

    static final Set<String> KEYS = Set.of(
            ANY_CERTIFICATE,
            CHECK_REVOCATION,
            REVOCATION_LISTS,
            PINS,
            KEY_ALGORITHM,
            TRUST_ALGORITHM,
            DEFAULT,
            TRUST_STORES,
            KEY_STORES,
            INCLUDE_SYSTEM,
            ENABLED_PROTOCOLS,
            PARAMETERS_PROTOCOLS,
            CIPHER_SUITES,
            NO_HOST_NAME);

    private final Values values;
    private final Problems problems;
    private final StoreReader stores;
    private final UnknownKeys unknown;
    private final Draft profile = new Draft();
    /** What has an effect, in the order of the keys, unless all is the JVM's. */
    private final Map<String, Setting> effective = new LinkedHashMap<>();

    private boolean isDefault;

    SslReader(Values values, Problems problems, UnknownKeys unknown) {
        this.values = values;
        this.problems = problems;
        this.unknown = unknown;
        this.stores = new StoreReader(values, problems);
    }

    /** Empty if the default profile will do. */
    Draft profile() {
        return isDefault ? new Draft() : profile;
    }

    /** Takes a setting; tells whether it was for TLS. Settings come in the order of their keys. */
    boolean read(String key, Setting setting) {
        int before = profile.values().size();
        boolean isTaken = take(key, setting);
        if (profile.values().size() > before) {
            effective.put(key, setting);
        }
        return isTaken;
    }

    /** Warns of what has no effect, or a dangerous one, when all has been read. */
    void finish() {
        effective.forEach((key, setting) -> {
            if (isDefault) {
                problems.warn(setting, "has no effect: " + DEFAULT + " = true leaves all to the JVM");
            } else if (key.equals(NO_HOST_NAME)) {
                problems.warn(setting, "lets any server with a trusted certificate pass for this one");
            } else if (key.equals(ANY_CERTIFICATE)) {
                problems.warn(setting, "lets any server pass for this one; trust its certificate by " + TRUST_STORES);
            }
        });
    }

    private boolean take(String key, Setting setting) {
        switch (key) {
            case DEFAULT -> isDefault = values.flag(setting).orElse(false);
            case TRUST_STORES -> stores("trust.", setting);
            case KEY_STORES -> stores("key.", setting);
            case INCLUDE_SYSTEM -> {
                if (values.flag(setting).orElse(false)) {
                    profile.put("includeSystem", true, setting);
                }
            }
            case ENABLED_PROTOCOLS -> list("protocols", setting);
            case PARAMETERS_PROTOCOLS -> {
                // in the order of the keys, enabledProtocols has come before
                if (!profile.containsKey("protocols")) {
                    list("protocols", setting);
                } else if (values.texts(setting)
                        .filter(texts -> !texts.isEmpty())
                        .isPresent()) {
                    problems.warn(setting, "has no effect: " + ENABLED_PROTOCOLS + " says it");
                }
            }
            case CIPHER_SUITES -> list("cipherSuites", setting);
            case NO_HOST_NAME -> {
                if (values.flag(setting).orElse(false)) {
                    profile.put("verifyHostName", false, setting);
                }
            }
            case ANY_CERTIFICATE -> {
                if (values.flag(setting).orElse(false)) {
                    profile.put("acceptAnyCertificate", true, setting);
                }
            }
            case CHECK_REVOCATION -> revocation(setting);
            case REVOCATION_LISTS ->
                values.pathsAndUrls(setting)
                        .filter(lists -> !lists.isEmpty())
                        .ifPresent(lists -> profile.put("revocation.lists", lists.toArray(String[]::new), setting));
            case PINS -> pins(setting);
            case KEY_ALGORITHM, TRUST_ALGORITHM ->
                values.filled(setting)
                        .ifPresent(algorithm -> profile.put(key.substring("ssl.".length()), algorithm, setting));
            default -> {
                return isBelowStores(key, setting);
            }
        }
        return true;
    }

    private boolean isBelowStores(String key, Setting setting) {
        for (String list : List.of(TRUST_STORES, KEY_STORES)) {
            if (key.startsWith(list + ".")) {
                unknown.object(list, key, setting, "a list of stores");
                return true;
            }
        }
        return false;
    }

    /** Play and ssl-config know true and false, and true means that what is unknown is refused. */
    private void revocation(Setting setting) {
        values.oneOf(setting, List.of("true", "false", "soft", "hard"))
                .filter(word -> !word.equals("false"))
                .ifPresent(word -> profile.put("revocation", word.equals("soft") ? "soft" : "hard", setting));
    }

    /** Without one, any server with a trusted certificate would do. */
    private void pins(Setting setting) {
        if (EndpointKeys.isNothing(setting.value())) {
            problems.error(setting, "expected a pin, found none");
        } else {
            list("pins", setting);
        }
    }

    private void list(String key, Setting setting) {
        values.texts(setting)
                .filter(texts -> !texts.isEmpty())
                .ifPresent(texts -> profile.put(key, texts.toArray(String[]::new), setting));
    }

    private void stores(String prefix, Setting setting) {
        if (!(setting.value() instanceof ConfigList list)) {
            problems.error(setting, "expected a list of stores, found " + Values.typeOf(setting.value()));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            Setting element = new Setting(setting.path() + "[" + i + "]", list.get(i));
            if (element.value() instanceof ConfigObject store) {
                profile.putAll(stores.read(prefix + (i == 0 ? "" : (i + 1) + "."), store, element));
            } else {
                problems.error(
                        element, "expected a store { type, path, password }, found " + Values.typeOf(element.value()));
            }
        }
    }
}
