/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the {@code notification.webhook.endpoints} of TheHive 4 and 5: the same endpoints, written as a list. Its
 * {@code wsConfig} stands alone, nothing is inherited.
 */
final class NotificationReader {

    private static final String NAME = "name";
    private static final String VERSION = "version";
    private static final String WS_CONFIG = "wsConfig";
    private static final String INCLUDED = "includedTheHiveOrganisations";
    private static final String EXCLUDED = "excludedTheHiveOrganisations";
    private static final Set<String> ORGANISATIONS = Set.of(INCLUDED, EXCLUDED);
    private static final Set<String> WORDS = Set.of(NAME, VERSION, WS_CONFIG, INCLUDED, EXCLUDED);

    /** The ways of TheHive to authenticate that need no key. */
    private static final Set<String> KEYLESS = Set.of("none", "basic");

    /** Those that do. */
    private static final Set<String> KEYED = Set.of("bearer", "key");

    private static final String AUTH_TYPE = "auth.type";
    private static final String AUTH_KEY = "auth.key";

    private final Values values;
    private final Problems problems;
    private final EndpointReader endpoints;

    NotificationReader(Values values, Problems problems, EndpointReader endpoints) {
        this.values = values;
        this.problems = problems;
        this.endpoints = endpoints;
    }

    /** Whether this is a key of an endpoint in the list. */
    static boolean isWord(String key) {
        return WORDS.contains(key) || key.equals(EndpointKeys.URL) || EndpointKeys.isOfAnEndpoint(key);
    }

    /**
     * The configurations of all endpoints.
     *
     * @param names takes those of these endpoints
     */
    List<Desired> read(Setting list, EndpointNames names) {
        List<Desired> desired = new ArrayList<>();
        if (!(list.value() instanceof ConfigList elements)) {
            problems.error(list, "expected a list of endpoints, found " + Values.typeOf(list.value()));
            return desired;
        }
        for (int i = 0; i < elements.size(); i++) {
            Setting element = new Setting(list.path() + "[" + i + "]", elements.get(i));
            if (element.value() instanceof ConfigObject object) {
                desired.addAll(read(element, object, names));
            } else {
                problems.error(
                        element, "expected an object with a name and a url, found " + Values.typeOf(element.value()));
            }
        }
        return desired;
    }

    private List<Desired> read(Setting element, ConfigObject object, EndpointNames names) {
        Map<String, Setting> leaves = Leaves.of(object, element.path(), problems);
        Setting name = leaves.remove(NAME);
        misspelt(leaves);
        if (name == null || Values.isNull(name.value())) {
            problems.error(element, "expected a name, found none");
            return List.of();
        }
        withoutEffect(leaves);
        return values.filled(name)
                .flatMap(text -> names.take(text, name))
                .map(text -> endpoints.read(text, element, inOurWords(leaves), Map.of(), WS_CONFIG))
                .orElse(List.of());
    }

    private void withoutEffect(Map<String, Setting> leaves) {
        Setting key = leaves.get(AUTH_KEY);
        String type = authType(leaves);
        if (key != null && !Values.isNull(key.value()) && KEYLESS.contains(type)) {
            problems.warn(key, "has no effect with auth.type = " + type);
            leaves.remove(AUTH_KEY);
        } else if (key != null && !KEYED.contains(type)) {
            problems.error(
                    key, "expected auth.type = bearer or key beside it, found " + (type.isEmpty() ? "none" : type));
            leaves.remove(AUTH_KEY);
        }
        Setting version = leaves.remove(VERSION);
        if (version != null && !Values.isNull(version.value())) {
            values.integer(version, 0, Integer.MAX_VALUE)
                    .filter(number -> number != 0)
                    .ifPresent(number -> problems.warn(
                            version, "has no effect: events are sent in the form in which they were published"));
        }
        for (String name : ORGANISATIONS) {
            Setting organisations = leaves.remove(name);
            if (organisations != null && !Values.isNull(organisations.value())) {
                values.texts(organisations)
                        .filter(texts -> !texts.isEmpty() && !(name.equals(INCLUDED) && texts.contains("*")))
                        .ifPresent(texts -> problems.warn(
                                organisations,
                                "has no effect: events of all organisations are sent; have a filter keep back what"
                                        + " must not go there (filters)"));
            }
        }
    }

    /** The words that only TheHive 4 has; an endpoint knows all others. */
    private void misspelt(Map<String, Setting> leaves) {
        leaves.entrySet().removeIf(leaf -> {
            String key = leaf.getKey();
            int dot = key.indexOf('.');
            String word = dot < 0 ? key : key.substring(0, dot);
            Optional<String> meant = WORDS.contains(word)
                    ? Optional.empty()
                    : Spelling.closest(word, dot < 0 ? WORDS : Set.of(WS_CONFIG));
            meant.ifPresent(known -> problems.error(
                    leaf.getValue(),
                    "is not known; did you mean " + known + (dot < 0 ? "" : key.substring(dot)) + "?"));
            return meant.isPresent();
        });
    }

    /** Under the names that these settings have in TheHive 3, or with us. */
    private Map<String, Setting> inOurWords(Map<String, Setting> leaves) {
        Setting type = leaves.get(AUTH_TYPE);
        String auth = authType(leaves);
        Map<String, Setting> renamed = new TreeMap<>(Leaves.renamed(leaves, key -> inOurWords(key, auth), problems));
        if (auth.equals("key")) {
            // the key is all there is in the header
            renamed.put(AUTH_TYPE, with(type, "header"));
            renamed.putIfAbsent("auth.header", with(type, "Authorization"));
        }
        return renamed;
    }

    private static String authType(Map<String, Setting> leaves) {
        Setting type = leaves.get(AUTH_TYPE);
        return type == null || Values.isNull(type.value())
                ? ""
                : String.valueOf(type.value().unwrapped()).toLowerCase(Locale.ROOT);
    }

    private static String inOurWords(String key, String auth) {
        if (key.equals(WS_CONFIG) || key.startsWith(WS_CONFIG + ".")) {
            return EndpointKeys.WS + key.substring(WS_CONFIG.length());
        }
        return switch (key) {
            case "auth.username" -> "auth.user";
            case AUTH_KEY ->
                switch (auth) {
                    case "bearer" -> "auth.token";
                    case "key" -> "auth.value";
                    default -> key;
                };
            default -> key;
        };
    }

    private static Setting with(Setting setting, String value) {
        return new Setting(
                setting.path(),
                ConfigValueFactory.fromAnyRef(value).withOrigin(setting.value().origin()));
    }
}
