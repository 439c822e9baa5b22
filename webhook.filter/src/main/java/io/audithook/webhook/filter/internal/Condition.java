/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import java.util.Map;

/** Something that is so of an event, or not. Immutable; may be asked by many threads at once. */
@FunctionalInterface
interface Condition {

    /** Whether it is so of the event with these members. */
    boolean holds(Map<String, Object> members);

    /** All of these. */
    static Condition all(Condition... conditions) {
        return members -> {
            for (Condition condition : conditions) {
                if (!condition.holds(members)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** At least one of these. */
    static Condition any(Condition... conditions) {
        return members -> {
            for (Condition condition : conditions) {
                if (condition.holds(members)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Not this one. */
    static Condition not(Condition condition) {
        return members -> !condition.holds(members);
    }
}
