/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import java.util.Optional;

/** What endpoints there are. */
final class Statuses {

    private Statuses() {}

    static Optional<EndpointStatus> find(Endpoints endpoints, String name) {
        return endpoints.list().stream()
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    static EndpointStatus get(Endpoints endpoints, String name) {
        return find(endpoints, name).orElseThrow(() -> new AssertionError("no endpoint " + name));
    }

    static void await(Endpoints endpoints, String name, State state) throws Exception {
        Waiting.until(
                name + " is " + state,
                30,
                () -> find(endpoints, name)
                        .filter(status -> status.state() == state)
                        .isPresent(),
                () -> "; endpoints are " + endpoints.list());
    }

    /** Waits until no endpoint is left, and what was kept of those without a configuration is gone. */
    static void forgetAll(Outbox outbox, Endpoints endpoints) throws Exception {
        Waiting.until(
                "no endpoint is left",
                30,
                () -> {
                    // one that was about to be attached may come after its configuration is gone
                    outbox.attached().forEach(outbox::detach);
                    return endpoints.list().isEmpty();
                },
                () -> "; endpoints are " + endpoints.list());
    }
}
