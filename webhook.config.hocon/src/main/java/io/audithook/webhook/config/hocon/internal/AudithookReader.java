/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Reads {@code audithook}, the section for what TheHive has no words for and is no endpoint: {@code filters} by their names,
 * and the {@code address} policy. Unlike elsewhere a key that is not known is an error, since without it more may be sent
 * than is meant.
 */
final class AudithookReader {

    static final String AUDITHOOK = "audithook";

    private static final String FILTERS = "filters";
    private static final String ADDRESS = "address";
    private static final String EXPRESSION = "expression";
    private static final String SCOPE = "scope";

    private static final Map<String, Key> FILTER_KEYS = new TreeMap<>(Map.of(
            "action",
            new Key("action", (values, setting) -> values.oneOf(setting, List.of("pass", "drop", "redact"))),
            SCOPE,
            new Key("filter.scope", (values, setting) -> values.oneOf(setting, List.of("named", "global"))),
            "redact.remove",
            new Key("redact.remove", AudithookReader::array),
            "redact.replace",
            new Key("redact.replace", AudithookReader::array),
            "redact.with",
            new Key("redact.with", Values::filled)));

    private static final Map<String, Key> ADDRESS_KEYS = new TreeMap<>(Map.of(
            "profile",
                    new Key("profile", (values, setting) -> values.oneOf(setting, List.of("intranet", "public-only"))),
            "allowed", new Key("allowed", AudithookReader::array)));

    private final Values values;
    private final Problems problems;

    AudithookReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** What the section asks for, the address policy first. */
    List<Desired> read(Setting section) {
        List<Desired> desired = new ArrayList<>();
        if (!(section.value() instanceof ConfigObject object)) {
            wrong(section, "an object with " + FILTERS + " or " + ADDRESS);
            return desired;
        }
        for (String name : new TreeSet<>(object.keySet())) {
            Setting setting = section.child(ConfigUtil.joinPath(name), object.get(name));
            if (Values.isNull(setting.value())) {
                continue;
            }
            switch (name) {
                case ADDRESS -> address(setting).ifPresent(desired::add);
                case FILTERS -> desired.addAll(filters(setting));
                default -> notKnown(setting, name, List.of(ADDRESS, FILTERS));
            }
        }
        return desired;
    }

    /** The names of all filters of the section, right or wrong. */
    static Set<String> filterNames(Setting section) {
        return section.value() instanceof ConfigObject object && object.get(FILTERS) instanceof ConfigObject filters
                ? filters.keySet()
                : Set.of();
    }

    private Optional<Desired> address(Setting setting) {
        if (!(setting.value() instanceof ConfigObject object)) {
            wrong(setting, "an object with profile or allowed");
            return Optional.empty();
        }
        Draft policy = new Draft();
        read(setting, object, ADDRESS_KEYS, policy);
        return policy.isEmpty() ? Optional.empty() : Optional.of(Desired.of(Desired.ADDRESS, "", policy));
    }

    private List<Desired> filters(Setting setting) {
        List<Desired> desired = new ArrayList<>();
        if (!(setting.value() instanceof ConfigObject object)) {
            wrong(setting, "an object with the names of filters");
            return desired;
        }
        for (String name : new TreeSet<>(object.keySet())) {
            ConfigValue value = object.get(name);
            if (!Values.isNull(value)) {
                filter(name, setting.child(ConfigUtil.joinPath(name), value)).ifPresent(desired::add);
            }
        }
        return desired;
    }

    private Optional<Desired> filter(String name, Setting setting) {
        if (!Names.isName(name)) {
            problems.error(setting, Names.wrong(name));
            return Optional.empty();
        }
        if (!(setting.value() instanceof ConfigObject object)) {
            wrong(setting, "an object with an " + EXPRESSION);
            return Optional.empty();
        }
        Draft filter = new Draft();
        ConfigValue expression = object.get(EXPRESSION);
        if (Values.isNull(expression)) {
            Set<String> found = new TreeSet<>(object.keySet());
            problems.error(
                    setting,
                    "expected " + EXPRESSION + " = { ... }, found " + (found.isEmpty() ? "none" : "only " + found));
            return Optional.empty();
        }
        Setting condition = setting.child(EXPRESSION, expression);
        filter.put(EXPRESSION, ExpressionReader.read(condition, values, problems), condition);
        read(setting, object.withoutKey(EXPRESSION), FILTER_KEYS, filter);
        return Optional.of(Desired.of(Desired.FILTER, name, filter));
    }

    private void read(Setting where, ConfigObject object, Map<String, Key> keys, Draft draft) {
        Leaves.of(object, where.path(), problems).forEach((name, setting) -> {
            Key key = keys.get(name);
            if (Values.isNull(setting.value())) {
                return;
            }
            if (key == null) {
                notKnown(setting, name, keys.keySet());
            } else {
                key.type.apply(values, setting).ifPresent(value -> draft.put(key.name, value, setting));
            }
        });
    }

    /** Texts in a list, or in one text with commas; an empty list says nothing. */
    private static Optional<String[]> array(Values values, Setting setting) {
        return values.texts(setting).filter(texts -> !texts.isEmpty()).map(texts -> texts.toArray(String[]::new));
    }

    private void notKnown(Setting setting, String name, Collection<String> known) {
        problems.error(setting, "expected one of " + known + ", found " + name + Spelling.suggestion(name, known));
    }

    private void wrong(Setting setting, String expectation) {
        problems.error(setting, "expected " + expectation + ", found " + Values.typeOf(setting.value()));
    }

    /**
     * A key of the file.
     *
     * @param name what it is in the configuration
     * @param type reads its value
     */
    private record Key(String name, BiFunction<Values, Setting, Optional<?>> type) {}
}
