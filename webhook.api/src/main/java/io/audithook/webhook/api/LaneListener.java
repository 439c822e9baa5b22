/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Told by the {@link Outbox} which lanes it may work on. Calls come one at a time and must not block. */
@ConsumerType
public interface LaneListener {

    /** This lane is ours from now on. */
    void assigned(Lane lane);

    /** This lane is ours no longer: stop sending. */
    void revoked(Lane lane);

    /** There may be new entries in every lane. Called very often, so it must be cheap. */
    void available();
}
