/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one endpoint is doing.
 *
 * @param name its name
 * @param url where it delivers, without what may be secret; empty if that is not known
 * @param state whether it delivers
 * @param reason why it does not, or what went wrong last; empty if all is well
 * @param warnings what an operator should see to though it delivers, such as checks that its TLS profile leaves out and
 *     certificates that expire soon; a line each
 * @param suspension why it does not deliver until told otherwise; empty if it does
 * @param certificates those of its TLS profile; empty too while it waits for one
 * @param inFlight the attempts under way
 * @param stats what has become of its entries
 */
public record EndpointStatus(
        String name,
        String url,
        State state,
        String reason,
        List<String> warnings,
        Optional<Suspension> suspension,
        List<TlsCertificate> certificates,
        int inFlight,
        LaneStats stats) {

    public EndpointStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(suspension, "suspension");
        certificates = List.copyOf(certificates);
        Objects.requireNonNull(stats, "stats");
    }

    /** Whether an endpoint delivers. */
    public enum State {
        /** It delivers. */
        ACTIVE,
        /** Nothing gets through to it, or it does not agree to be delivered to: its events wait, and it is asked now and then. */
        FAILING,
        /** A TLS profile, proxy profile, format or filter that it needs is missing; its events wait. */
        WAITING,
        /** Its configuration breaks a rule; it goes on as it was before, which the reason says, or its events wait. */
        INVALID,
        /** Its configuration switches it off; its events wait. */
        DISABLED,
        /** An operator has paused it; its events wait. */
        PAUSED,
        /** It answered with status 410; its events wait until its URL is another one, or an operator resumes it. */
        GONE,
        /** Its configuration was deleted; what is pending is kept for a while. */
        RETIRED
    }
}
