/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.EndpointStatus.State;
import java.util.Map;

/**
 * Why an endpoint that is configured has not begun.
 *
 * @param state {@link State#INVALID} or {@link State#WAITING}
 * @param reason for people
 */
record Hindrance(State state, String reason) {

    /** What keeps it: first what is wrong with its configuration, then what that has it wait for. */
    static Hindrance of(Map<String, Object> configuration, MissingReference missing) {
        return EndpointValidator.mistake(configuration)
                .map(mistake -> new Hindrance(State.INVALID, mistake))
                .orElseGet(() -> new Hindrance(State.WAITING, missing.of(configuration)));
    }
}
