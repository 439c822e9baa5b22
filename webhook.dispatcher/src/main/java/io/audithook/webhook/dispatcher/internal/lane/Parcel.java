/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.List;

/**
 * What goes out in one request.
 *
 * @param lane the lane it comes from
 * @param deliveries one, or several for an endpoint that takes batches, in their order
 */
record Parcel(DeliveryLane lane, List<Delivery> deliveries) {

    Delivery first() {
        return deliveries.get(0);
    }
}
