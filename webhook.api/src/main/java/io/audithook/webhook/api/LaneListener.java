/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told which lanes it may work on. Calls come one at a time; they must not block, and must not call back into
 * the outbox but for {@link Lane} methods that return stages or nothing.
 */
@ConsumerType
public interface LaneListener {

    /** This lane is ours from now on. */
    void assigned(Lane lane);

    /** This lane is ours no longer: stop sending. */
    void revoked(Lane lane);

    /** There may be new entries in every lane. Called very often, so it must be cheap. */
    void available();

    /** Dead letters became parked deliveries of this lane again. */
    void redriven(Lane lane, List<Parked> parked);

    /** This lane will not get these entries. */
    void lost(Lane lane, Gap gap);
}
