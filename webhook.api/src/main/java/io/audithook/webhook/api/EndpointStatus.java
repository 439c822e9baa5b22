/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Objects;

/**
 * How an endpoint is doing.
 *
 * @param name the name of the endpoint
 * @param url where it delivers, without user information and query; empty while {@link State#WAITING} or {@link State#INVALID}
 * @param state whether it delivers
 * @param reason why it does not, or what troubles it at the moment, for people; empty if all is well
 * @param delivered deliveries that ended well since the dispatcher started
 * @param dead deliveries that were given up since the dispatcher started
 * @param filtered deliveries that a filter dropped since the dispatcher started
 * @param pending entries that are not settled yet
 */
public record EndpointStatus(
        String name, String url, State state, String reason, long delivered, long dead, long filtered, long pending) {

    public EndpointStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether an endpoint delivers. */
    public enum State {
        /** It delivers. */
        ACTIVE,
        /** A TLS profile, proxy profile or filter that it needs is missing; its events wait. */
        WAITING,
        /** Its configuration breaks a rule; its events wait. */
        INVALID,
        /** It is switched off; its events wait. */
        DISABLED
    }
}
