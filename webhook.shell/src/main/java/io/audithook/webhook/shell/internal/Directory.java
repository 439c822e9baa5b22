/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.settings.Spelling;
import java.util.List;
import java.util.Locale;

/** Finds endpoints by the names that people type. */
final class Directory {

    /** More names are not listed in a message. */
    private static final int LISTED = 10;

    private final Endpoints endpoints;

    Directory(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    List<EndpointStatus> all() {
        return endpoints.list();
    }

    /** @throws IllegalArgumentException if there is none, with the name that may be meant */
    EndpointStatus get(String name) {
        List<EndpointStatus> all = all();
        return all.stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no endpoint \"" + Table.printable(name)
                        + "\"; "
                        + suggestion(
                                name, all.stream().map(EndpointStatus::name).toList())));
    }

    private static String suggestion(String name, List<String> names) {
        return Spelling.closest(name.toLowerCase(Locale.ROOT), names)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> {
                    if (names.isEmpty()) {
                        return "none is configured";
                    }
                    String some = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
                    return "there are " + some
                            + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
                });
    }
}
