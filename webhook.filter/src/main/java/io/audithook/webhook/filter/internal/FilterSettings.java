/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.NamedPids;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a declarative filter is to be.
 *
 * @param name its name
 * @param scope whom it is for
 * @param condition which events match
 * @param action what becomes of them
 * @param redaction what they go on without
 */
record FilterSettings(String name, Scope scope, Condition condition, Action action, Redaction redaction) {

    private static final String DEFAULT_REPLACEMENT = "[redacted]";

    // the name goes into the filters of endpoints, where these would need an escape
    private static final Pattern UNFIT = Pattern.compile("[()*\\\\\\p{Cntrl}]");

    FilterSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(redaction, "redaction");
    }

    /** The endpoints that a filter is for. */
    enum Scope {
        /** Those that name it. */
        NAMED,
        /** All of them. */
        GLOBAL
    }

    /** What becomes of an event that matches. */
    enum Action {
        /** It goes on; others do not. */
        PASS,
        /** It does not go on; others do. */
        DROP,
        /** It goes on redacted; others as they are. */
        REDACT
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static FilterSettings from(Settings values) {
        values.checkKeys(FilterKeys.FORM);
        String name = name(values);
        Scope scope = values.constant(FilterKeys.SCOPE, Scope.NAMED);
        if (!values.has(FilterKeys.EXPRESSION)) {
            values.problem(FilterKeys.EXPRESSION, "must be set");
        }
        Optional<Condition> condition = values.value(FilterKeys.EXPRESSION, Expression::compile);
        Action action = values.constant(FilterKeys.ACTION, Action.PASS);
        Redaction redaction = redaction(values, action);
        return values.complete(() -> new FilterSettings(name, scope, condition.orElseThrow(), action, redaction));
    }

    /** The name that a configuration gives, whatever else it says: its own, or what follows the {@code ~} of the PID. */
    static String nameOf(Settings values) {
        return values.text(FilterKeys.NAME)
                .orElseGet(() -> values.pid().substring(values.pid().indexOf('~') + 1));
    }

    /** Whether nobody can say that it is only for those endpoints that name it. */
    static boolean mayBeGlobal(Settings values) {
        return !values.text(FilterKeys.SCOPE, "named").equalsIgnoreCase("named")
                || values.keys().stream()
                        .map(key -> key.toLowerCase(Locale.ROOT))
                        .anyMatch(key -> (key.startsWith("filter.") || key.contains("scope"))
                                && !key.equals(FilterKeys.NAME)
                                && !key.equals(FilterKeys.SCOPE));
    }

    private static String name(Settings values) {
        String name = nameOf(values).strip();
        if (NamedPids.refuse(values, FilterConfig.PID) || NamedPids.refuseSigns(values)) {
            return name;
        }
        if (!values.has(FilterKeys.NAME) && (values.pid().indexOf('~') < 0 || name.isEmpty())) {
            values.problem(FilterKeys.NAME, "must be set, because the PID does not end with ~NAME");
        } else if (UNFIT.matcher(name).find()) {
            values.problem(FilterKeys.NAME, name, "must not hold ( ) * \\ or control characters");
        }
        return name;
    }

    private static Redaction redaction(Settings values, Action action) {
        List<Path> removed = values.values(FilterKeys.REMOVE, Redaction::removable);
        List<Path> replaced = values.values(FilterKeys.REPLACE, Redaction::replaceable);
        boolean any = values.has(FilterKeys.REMOVE) || values.has(FilterKeys.REPLACE);
        if (action == Action.DROP && any) {
            String key = values.has(FilterKeys.REMOVE) ? FilterKeys.REMOVE : FilterKeys.REPLACE;
            values.problem(key, "must not be set with action drop, since nothing is left of events that match");
        }
        if (action == Action.REDACT && !any) {
            values.problem(FilterKeys.REMOVE, "or " + FilterKeys.REPLACE + " must be set with action redact");
        }
        String replacement = values.text(FilterKeys.WITH, DEFAULT_REPLACEMENT);
        // forms write the default of a field that was left alone
        if (!replacement.equals(DEFAULT_REPLACEMENT) && !values.has(FilterKeys.REPLACE)) {
            values.problem(FilterKeys.WITH, "must not be set without " + FilterKeys.REPLACE);
        }
        return new Redaction(removed, replaced, replacement);
    }
}
