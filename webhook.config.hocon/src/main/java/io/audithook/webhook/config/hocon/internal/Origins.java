/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives values that were made by substitutions the line where the substitution stands. The library says "env variables" of
 * what comes from the environment, and names all places of what is put together.
 */
final class Origins {

    private static final String ENVIRONMENT = "env variables";

    /** Of several places the winning one, and of its lines the last. */
    private static final Pattern LAST_LINE = Pattern.compile("^(?:merge of )?(.*?): (?:[0-9]+-)?([0-9]{1,9})(?:,.*)?$");

    private final Map<String, Set<Place>> substitutions;

    /** Where those of variables stand, by what the variables hold. */
    private final Map<String, List<Place>> byValue = new HashMap<>();

    private Origins(Map<String, Set<Place>> substitutions) {
        this.substitutions = substitutions;
        substitutions.forEach((path, places) -> {
            String value = System.getenv(String.join(".", ConfigUtil.splitPath(path)));
            if (value != null) {
                byValue.computeIfAbsent(value, unknown -> new ArrayList<>()).addAll(places);
            }
        });
    }

    /**
     * The same values.
     *
     * @param raw what they were before they were resolved
     * @param substitutions where each substitution stands
     */
    static ConfigObject exact(ConfigObject resolved, ConfigObject raw, Map<String, Set<Place>> substitutions) {
        return (ConfigObject) new Origins(substitutions).exact(resolved, raw, Place.of(raw.origin()));
    }

    /** @param outer where that stands which the value is in */
    private ConfigValue exact(ConfigValue resolved, ConfigValue raw, Place outer) {
        if (resolved == raw) {
            return resolved;
        }
        Place place = raw == null ? outer : lastLine(raw.origin()).orElse(outer);
        if (resolved instanceof ConfigObject object) {
            return object(object, raw, place);
        }
        ConfigValue exact = resolved instanceof ConfigList list ? list(list, raw, place) : resolved;
        if (isExact(exact.origin())) {
            return exact;
        }
        Place better = isOfEnvironment(resolved) ? ofVariable(resolved, raw).orElse(place) : place;
        return exact.withOrigin(ConfigOriginFactory.newSimple(better.file()).withLineNumber(better.line()));
    }

    private ConfigValue object(ConfigObject resolved, ConfigValue raw, Place place) {
        Map<String, ConfigValue> children = new LinkedHashMap<>();
        boolean isChanged = false;
        for (Map.Entry<String, ConfigValue> entry : Children.of(resolved).entrySet()) {
            ConfigValue child = exact(entry.getValue(), child(raw, entry.getKey()), place);
            isChanged |= child != entry.getValue();
            children.put(entry.getKey(), child);
        }
        return isChanged ? ConfigValueFactory.fromMap(children).withOrigin(resolved.origin()) : resolved;
    }

    private ConfigValue list(ConfigList resolved, ConfigValue raw, Place place) {
        // what is put together from several lists has more elements than each of them
        ConfigList before = raw instanceof ConfigList list && list.size() == resolved.size() ? list : null;
        List<ConfigValue> elements = new ArrayList<>();
        boolean isChanged = false;
        for (int i = 0; i < resolved.size(); i++) {
            ConfigValue element = exact(resolved.get(i), before == null ? null : before.get(i), place);
            isChanged |= element != resolved.get(i);
            elements.add(element);
        }
        return isChanged ? ConfigValueFactory.fromIterable(elements).withOrigin(resolved.origin()) : resolved;
    }

    private static ConfigValue child(ConfigValue raw, String name) {
        try {
            return raw instanceof ConfigObject object ? object.get(name) : null;
        } catch (ConfigException.NotResolved e) {
            // it is put together from several, and which has the child is not known
            return null;
        }
    }

    /** Where the substitution stands that a variable of the environment came by. */
    private Optional<Place> ofVariable(ConfigValue value, ConfigValue raw) {
        if (raw == null) {
            return ofVariableWith(String.valueOf(value.unwrapped()));
        }
        // of several the last wins
        return Rendered.elements(raw).stream()
                .flatMap(element -> element.references().stream())
                .flatMap(Origins::variables)
                .flatMap(name -> substitutions.getOrDefault(name, Set.of()).stream())
                .filter(place -> isIn(raw.origin(), place))
                .reduce((earlier, later) -> later);
    }

    /** The substitution of a variable that is set; in an included file it is written without what the include is in. */
    private static Stream<String> variables(String reference) {
        List<String> path = ConfigUtil.splitPath(reference);
        return IntStream.range(0, path.size())
                .mapToObj(i -> path.subList(i, path.size()))
                .filter(name -> System.getenv(String.join(".", name)) != null)
                .map(ConfigUtil::joinPath);
    }

    /** The one substitution of a variable with this value, if there is one only. */
    private Optional<Place> ofVariableWith(String value) {
        List<Place> places = byValue.getOrDefault(value, List.of());
        return places.size() == 1 ? Optional.of(places.get(0)) : Optional.empty();
    }

    private static boolean isOfEnvironment(ConfigValue value) {
        return value.origin().description().contains(ENVIRONMENT);
    }

    private static boolean isExact(ConfigOrigin origin) {
        return origin.lineNumber() > 0 && origin.description().endsWith(": " + origin.lineNumber());
    }

    private static boolean isIn(ConfigOrigin origin, Place place) {
        Matcher lines = Pattern.compile(Pattern.quote(place.file()) + ": ([0-9]{1,9})(?:-([0-9]{1,9}))?")
                .matcher(origin.description());
        while (lines.find()) {
            int first = Integer.parseInt(lines.group(1));
            int last = lines.group(2) == null ? first : Integer.parseInt(lines.group(2));
            if (first <= place.line() && place.line() <= last) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Place> lastLine(ConfigOrigin origin) {
        Matcher matcher = LAST_LINE.matcher(origin.description());
        return matcher.matches()
                ? Optional.of(new Place(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
