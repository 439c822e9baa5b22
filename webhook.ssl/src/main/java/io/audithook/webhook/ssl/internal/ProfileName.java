/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.NamedPids;
import io.audithook.webhook.settings.Settings;
import java.util.regex.Pattern;

/** Finds out what a profile is called. */
final class ProfileName {

    // the name goes into the filters of endpoints, where these would need an escape
    private static final Pattern UNFIT = Pattern.compile("[()*\\\\\\p{Cntrl}]");

    private ProfileName() {}

    /**
     * The name of a profile: the value of {@code key}, else what follows the {@code ~} of the PID.
     *
     * @param factory the PID that has to have a name behind it
     * @param key the key that may hold it
     * @param builtIn the name that is taken already
     */
    static String of(Settings values, String factory, String key, String builtIn) {
        if (NamedPids.refuse(values, factory) || NamedPids.refuseSigns(values)) {
            return factory;
        }
        String name = values.text(key).orElseGet(() -> afterTilde(values, key));
        if (UNFIT.matcher(name).find()) {
            values.problem(key, name, "must not hold ( ) * \\ or control characters");
        }
        if (name.equals(builtIn)) {
            values.problem(key, name, "is built in, choose another name");
        }
        return name;
    }

    private static String afterTilde(Settings values, String key) {
        int tilde = values.pid().indexOf('~');
        String name = values.pid().substring(tilde + 1).strip();
        if (tilde < 0 || name.isEmpty()) {
            values.problem(key, "must be set, because the PID does not end with ~NAME");
        }
        return name;
    }
}
