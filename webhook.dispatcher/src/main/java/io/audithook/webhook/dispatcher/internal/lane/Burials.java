/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes dead letters of the deliveries of a {@link DeliveryLane} that are given up. Threads: as those of its lane. */
final class Burials {

    private static final Logger LOG = LoggerFactory.getLogger(Burials.class);

    private final Courier courier;
    private final DeliveryLane owner;
    private final Lane lane;

    /** Dead letters, and those that cannot be stored, as the log tells them. */
    private final Onset deadLetters = new Onset();

    private final Onset unburied = new Onset();

    Burials(Courier courier, DeliveryLane owner) {
        this.courier = courier;
        this.owner = owner;
        this.lane = owner.lane();
    }

    /**
     * Gives a delivery up. It stays out, and its key waits, until the dead letter is on disk.
     *
     * @param reason why, for people
     */
    void bury(Delivery delivery, String reason) {
        if (owner.isClosed()) {
            return;
        }
        courier.busy(1);
        lane.bury(delivery.entry(), reason, History.format(delivery.failures()))
                .whenComplete((done, failure) -> courier.seriallyLater(() -> {
                    courier.busy(-1);
                    if (owner.isClosed()) {
                        return;
                    }
                    if (failure == null) {
                        tell(delivery, reason);
                        courier.metrics().ended(CourierMetrics.Ending.DEAD);
                        owner.done(delivery);
                    } else {
                        tellUnburied(delivery, failure);
                        courier.busy(1);
                        courier.after(DeliveryLane.STORE_AGAIN, () -> {
                            courier.busy(-1);
                            bury(delivery, reason);
                        });
                    }
                }));
    }

    private void tell(Delivery delivery, String reason) {
        String eventId = delivery.entry().id();
        if (deadLetters.begins(courier.nanoTime())) {
            LOG.warn("endpoint={} delivery={} is a dead letter: {}", lane.endpoint(), eventId, reason);
        } else {
            LOG.debug("endpoint={} delivery={} is a dead letter: {}", lane.endpoint(), eventId, reason);
        }
    }

    private void tellUnburied(Delivery delivery, Throwable failure) {
        if (unburied.begins(courier.nanoTime())) {
            LOG.error(
                    "endpoint={} delivery={} cannot be stored as a dead letter, trying again",
                    lane.endpoint(),
                    delivery.entry().id(),
                    failure);
        }
    }
}
