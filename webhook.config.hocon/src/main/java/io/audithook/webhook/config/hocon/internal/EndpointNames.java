/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of the endpoints of a file. With TheHive they are free texts; here they go into PIDs, and each is there once. */
final class EndpointNames {

    private final Problems problems;
    private final Map<String, Setting> taken = new HashMap<>();

    EndpointNames(Problems problems) {
        this.problems = problems;
    }

    /**
     * Takes the name that an endpoint has here for what it is called there.
     *
     * @param setting where it is called so
     * @return empty if another has it
     */
    Optional<String> take(String text, Setting setting) {
        String like = Names.like(text);
        String name = like.isEmpty() ? text : like;
        Setting other = taken.putIfAbsent(name, setting);
        if (other != null) {
            problems.error(
                    setting,
                    "expected a name of its own, found the one of " + other.path() + " in "
                            + Place.of(other.value().origin()));
            return Optional.empty();
        }
        if (!name.equals(text)) {
            problems.notice(
                    Place.of(setting.value().origin()),
                    setting.path() + ": is the endpoint " + name + " here, since its name goes into a PID");
        }
        return Optional.of(name);
    }

    int count() {
        return taken.size();
    }
}
