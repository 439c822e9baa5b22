/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import io.audithook.webhook.settings.SecurityWords;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells of the keys of an object that are not known. One that is spelt like a known one, begins like one, or speaks of security, is
 * an error, as it is in Config Admin: without it more would be sent than is meant, or with less security. Any other is a warning.
 */
final class UnknownKeys {

    /** From so many letters on, a word that begins with the name of a group means it, such as {@code signing}. */
    private static final int MIN_GROUP = 4;

    /** What other clients of the application are set by, too, and perhaps by keys that we do not know. */
    private static final String SHARED = "play.";

    /** What belongs to the client of an endpoint, one level deeper. */
    private static final Set<String> OF_CLIENT = Set.of("ssl", "proxy");

    private final Set<String> known;
    private final Set<String> more;
    private final Problems problems;

    /** Worked out for the first key that is not known; most objects have none. */
    private Set<String> groups = Set.of();

    /** The keys that were found to be objects, each of which is said once. */
    private final Set<String> objects = new HashSet<>();

    /** @param known must not change */
    UnknownKeys(Set<String> known, Problems problems) {
        this(known, Set.of(), problems);
    }

    /**
     * The same.
     *
     * @param more what keys begin with that are known elsewhere
     */
    UnknownKeys(Set<String> known, Set<String> more, Problems problems) {
        this.known = known;
        this.more = more;
        this.problems = problems;
    }

    /** Tells of one. */
    void name(String key, Setting setting) {
        if (groups.isEmpty()) {
            groups = groups();
        }
        Optional<String> value = valueAround(key);
        if (value.isPresent()) {
            object(value.get(), key, setting, "one value");
            return;
        }
        if (groups.contains(key) && !(setting.value() instanceof ConfigObject)) {
            problems.error(setting, "expected an object, found " + Values.typeOf(setting.value()));
            return;
        }
        if (OF_CLIENT.contains(first(key)) && key.contains(".") && !groups.contains(first(key))) {
            String meant = Spelling.closest(key, WsReader.keys())
                    .map(inBlock -> "did you mean " + EndpointKeys.WS + "." + inBlock + "?")
                    .orElse("what is of " + first(key) + " stands in " + EndpointKeys.WS + "." + first(key)
                            + ", but that has no such key");
            problems.error(setting, "is not known; " + meant);
            return;
        }
        String suggestion = Spelling.closest(key, known)
                .or(() -> inItsGroup(key))
                .map(meant -> "; did you mean " + meant + "?")
                .orElse("");
        if (mustKnow(key) && !setting.path().startsWith(SHARED)) {
            problems.error(setting, "is not known" + suggestion);
        } else {
            problems.warn(setting, "is not known and has no effect" + suggestion);
        }
    }

    /**
     * Says that an object stands where a value is expected.
     *
     * @param value the key of the value
     * @param key a key below it
     */
    void object(String value, String key, Setting setting, String expected) {
        if (objects.add(value)) {
            String path = setting.path();
            problems.error(
                    new Setting(path.substring(0, path.length() - key.length() + value.length()), setting.value()),
                    "expected " + expected + ", found an object");
        }
    }

    private boolean mustKnow(String key) {
        return group(key).isPresent() || Spelling.closest(key, known).isPresent() || SecurityWords.isIn(key);
    }

    /** The group that it belongs to, or would if it were spelt well. */
    private Optional<String> group(String key) {
        String word = first(key).toLowerCase(Locale.ROOT);
        Optional<String> group = groups.stream()
                .filter(name -> word.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (group.isPresent() || !key.contains(".")) {
            return group;
        }
        return Spelling.closest(word, groups)
                .or(() -> groups.stream()
                        .filter(name -> name.length() >= MIN_GROUP && word.startsWith(name))
                        .findFirst());
    }

    /** What it is if only the group is misspelt. */
    private Optional<String> inItsGroup(String key) {
        return group(key)
                .map(group -> group + key.substring(first(key).length()))
                .flatMap(meant -> Spelling.closest(meant, known));
    }

    /** The known key that it is below of, unless that is a group as well. */
    private Optional<String> valueAround(String key) {
        return known.stream()
                .filter(value -> key.startsWith(value + "."))
                .filter(value -> known.stream().noneMatch(other -> other.startsWith(value + ".")))
                .findFirst();
    }

    private Set<String> groups() {
        Set<String> all = new TreeSet<>(more);
        known.stream().filter(key -> key.contains(".")).map(UnknownKeys::first).forEach(all::add);
        return all;
    }

    private static String first(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }
}
