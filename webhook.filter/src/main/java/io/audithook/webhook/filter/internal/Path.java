/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.AuditEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The way to a member: names with dots between, from the event down. An array on the way stands for each of its elements;
 * one at the end is a value like others.
 *
 * @param names the names, at least one
 */
record Path(List<String> names) {

    /** As deep as an event may be. */
    private static final int MAX_NAMES = 100;

    private static final int MAX_LENGTH = 1_000;

    /** What are paths elsewhere, as JSONPath and JSON Pointer, and would find nothing here. */
    private static final Pattern OTHERS = Pattern.compile(
            "^[$@](\\.|$)|^#?/|[\\[\\]]|\\*|^(" + AuditEvent.OBJECT + "|" + AuditEvent.DETAILS + ")[:/\\s]");

    Path {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException with nothing but the rule */
    static Path parse(String text) {
        List<String> names = List.of(text.split("\\.", -1));
        if (text.length() > MAX_LENGTH || names.size() > MAX_NAMES) {
            throw new IllegalArgumentException(
                    "must be a path of at most " + MAX_NAMES + " names and " + MAX_LENGTH + " characters");
        }
        if (OTHERS.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "must be names with a dot between, such as object.severity, and no JSONPath, JSON Pointer or *;"
                            + " an array on the way stands for each of its elements");
        }
        if (names.contains("")) {
            throw new IllegalArgumentException("must be names with a dot between, such as object.severity");
        }
        return new Path(names);
    }

    /** Whether there is such a member, with a value for which this is true. */
    boolean find(Map<String, Object> members, Predicate<Object> wanted) {
        return find(members, 0, wanted);
    }

    private boolean find(Map<?, ?> object, int depth, Predicate<Object> wanted) {
        String name = names.get(depth);
        Object value = object.get(name);
        if (value == null && !object.containsKey(name)) {
            return false;
        }
        return depth == names.size() - 1 ? wanted.test(value) : below(value, depth + 1, wanted);
    }

    private boolean below(Object value, int depth, Predicate<Object> wanted) {
        if (value instanceof Map<?, ?> object) {
            return find(object, depth, wanted);
        }
        if (value instanceof List<?> elements) {
            for (Object element : elements) {
                if (below(element, depth, wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same members, but for those at the end of the way: gone. The very same if there are none. */
    Map<String, Object> without(Map<String, Object> members) {
        return change(members, 0, Map::remove);
    }

    /** The same members, but for those at the end of the way: they have this value. The very same if there are none. */
    Map<String, Object> with(Map<String, Object> members, Object value) {
        return change(members, 0, (object, name) -> object.put(name, value));
    }

    /** What is done to the object that holds the member. */
    private interface Change {
        void apply(Map<String, Object> object, String name);
    }

    private Map<String, Object> change(Map<String, Object> object, int depth, Change change) {
        String name = names.get(depth);
        if (!object.containsKey(name)) {
            return object;
        }
        if (depth == names.size() - 1) {
            Map<String, Object> changed = new LinkedHashMap<>(object);
            change.apply(changed, name);
            return changed;
        }
        Object before = object.get(name);
        Object after = changeBelow(before, depth + 1, change);
        if (after == before) {
            return object;
        }
        Map<String, Object> changed = new LinkedHashMap<>(object);
        changed.put(name, after);
        return changed;
    }

    @SuppressWarnings("unchecked") // the objects of events have Strings as keys
    private Object changeBelow(Object value, int depth, Change change) {
        if (value instanceof Map<?, ?> object) {
            return change((Map<String, Object>) object, depth, change);
        }
        if (value instanceof List<?> elements) {
            List<Object> after = new ArrayList<>(elements);
            after.replaceAll(element -> changeBelow(element, depth, change));
            boolean same = true;
            for (int i = 0; i < after.size(); i++) {
                same &= after.get(i) == elements.get(i);
            }
            return same ? value : after;
        }
        return value;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return String.join(".", names);
    }
}
