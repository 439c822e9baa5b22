/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of events that wait for an endpoint when its configuration is deleted.
 *
 * @param policy what is done with them
 * @param retention how long they are kept
 */
record Deletion(Policy policy, Duration retention) {

    /** Where nobody says otherwise, or can no longer. */
    static final Deletion DEFAULT = new Deletion(Policy.KEEP, Duration.ofDays(7));

    Deletion {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(retention, "retention");
    }

    /** What is done with them. */
    enum Policy {
        /** They wait for a configuration of the same name. */
        KEEP,
        /** They are delivered all the same. */
        DRAIN,
        /** They are dropped. */
        DROP
    }
}
