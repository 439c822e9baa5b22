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

    /**
     * The configurations of all endpoints.
     *
     * @param names the names in use, with where; those of these endpoints are added
     */
    List<Desired> read(Setting list, Map<String, Setting> names) {
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

    private List<Desired> read(Setting element, ConfigObject object, Map<String, Setting> names) {
        Map<String, Setting> leaves = Leaves.of(object, element.path(), problems);
        Setting name = leaves.remove(NAME);
        if (name == null || Values.isNull(name.value())) {
            problems.error(element, "expected a name, found none");
            return List.of();
        }
        withoutEffect(leaves);
        misspelt(leaves);
        return values.filled(name)
                .map(text -> plain(text, name))
                .filter(text -> isNew(text, name, names))
                .map(text -> endpoints.read(text, element, inOurWords(leaves), Map.of()))
                .orElse(List.of());
    }

    /** Names are free texts with TheHive. */
    private String plain(String text, Setting setting) {
        String name = Names.like(text);
        if (name.isEmpty()) {
            return text;
        }
        if (!name.equals(text)) {
            problems.notice(
                    Place.of(setting.value().origin()),
                    setting.path() + ": is the endpoint " + name + " here, since its name goes into a PID");
        }
        return name;
    }

    private boolean isNew(String name, Setting setting, Map<String, Setting> names) {
        Setting other = names.putIfAbsent(name, setting);
        if (other != null) {
            problems.error(
                    setting,
                    "expected a name of its own, found the one of " + other.path() + " in "
                            + Place.of(other.value().origin()));
        }
        return other == null;
    }

    private void withoutEffect(Map<String, Setting> leaves) {
        Setting key = leaves.get(AUTH_KEY);
        Setting type = leaves.get(AUTH_TYPE);
        if (key != null
                && type != null
                && !Values.isNull(key.value())
                && KEYLESS.contains(String.valueOf(type.value().unwrapped()))) {
            problems.warn(key, "has no effect with auth.type = " + type.value().unwrapped());
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
                        .filter(texts -> !texts.isEmpty() && !texts.contains("*"))
                        .ifPresent(texts -> problems.warn(
                                organisations,
                                "has no effect: events of all organisations are sent; have a filter keep back what"
                                        + " must not go there (filters.target)"));
            }
        }
    }

    /** The words that only TheHive 4 has; an endpoint knows all others. */
    private void misspelt(Map<String, Setting> leaves) {
        leaves.entrySet().removeIf(leaf -> {
            String key = leaf.getKey();
            int dot = key.indexOf('.');
            String word = dot < 0 ? key : key.substring(0, dot);
            Optional<String> meant = word.equals(WS_CONFIG)
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
        String auth = type == null ? "" : String.valueOf(type.value().unwrapped());
        Map<String, Setting> renamed = new TreeMap<>(Leaves.renamed(leaves, key -> inOurWords(key, auth), problems));
        if (auth.equals("key")) {
            // the key is all there is in the header
            renamed.put(AUTH_TYPE, with(type, "header"));
            renamed.putIfAbsent("auth.header", with(type, "Authorization"));
        }
        return renamed;
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
