/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells by its name whether the value of a property is a secret. */
final class Secrecy {

    /** What stands in place of a secret. */
    static final String MASK = "***";

    /** Config Admin and Declarative Services keep to themselves what begins with a dot. */
    private static final Pattern SECRET =
            Pattern.compile("^\\.|password|passwd|passphrase|passcode|pwd|secret|credential"
                    + "|token|authorization|cookie|(api|private|access|signing)[._-]?key");

    private final Set<String> more;

    /** @param more names that are secret beside those which look so, in any case */
    Secrecy(Set<String> more) {
        this.more = more.stream().map(Secrecy::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    boolean covers(String name) {
        String lowerCase = lowerCase(name);
        return more.contains(lowerCase) || SECRET.matcher(lowerCase).find();
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
