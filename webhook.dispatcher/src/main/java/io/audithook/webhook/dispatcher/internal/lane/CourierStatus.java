/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Suspension;
import java.util.Optional;

/**
 * How the machinery of an endpoint is doing.
 *
 * @param stats what has become of its entries; empty if it has no lane
 * @param inFlight the attempts under way
 * @param outage whether nothing gets through
 * @param suspension why it does not deliver until told otherwise
 * @param trouble what went wrong last; empty if all is well
 */
public record CourierStatus(
        Optional<LaneStats> stats, int inFlight, boolean outage, Optional<Suspension> suspension, String trouble) {}
