/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Tells an outage from events that fail. An outage begins when so many deliveries in a row have failed, and none went well
 * in between; failures for which no event can be at fault count each time, others once per delivery. During an
 * outage one attempt at a time asks whether it is over. Not thread-safe.
 */
final class Breaker {

    private final DoubleSupplier chance;

    /** The deliveries that failed in a row. */
    private final Set<Delivery> failed = new LinkedHashSet<>();

    private int row;
    private boolean open;
    private boolean probing;
    private long openedAt;
    private int probes;
    private long probeAt;

    /** @param chance gives numbers from 0 to below 1 */
    Breaker(DoubleSupplier chance) {
        this.chance = chance;
    }

    boolean isOpen() {
        return open;
    }

    /** How long until an attempt may begin, in nanoseconds; negative if another must end first. */
    long waitNanos(long nowNanos) {
        if (!open) {
            return 0;
        }
        return probing ? -1 : Math.max(0, probeAt - nowNanos);
    }

    /** An attempt begins. */
    void began() {
        probing = open;
    }

    /**
     * The receiver took an event, or at least answered as one that could. What began before an outage says nothing of it: at a limit some
     * go well while others fail, and the outage would end and begin again with each.
     *
     * @return whether this ends an outage
     */
    boolean succeeded(long beganNanos) {
        boolean recovered = open;
        if (open && beganNanos - openedAt < 0) {
            return false;
        }
        open = false;
        probing = false;
        probes = 0;
        row = 0;
        failed.clear();
        return recovered;
    }

    /**
     * An attempt failed.
     *
     * @param deliveries those that were in the request
     * @param innocent whether no event can be at fault
     * @return whether an outage has just begun
     */
    boolean failed(List<Delivery> deliveries, boolean innocent, DeliverySettings settings, long nowNanos) {
        if (open) {
            if (probing) {
                probing = false;
                probeLater(settings, nowNanos);
            }
            return false;
        }
        if (failed.addAll(deliveries) || innocent) {
            row++;
        }
        if (row < settings.outageAfter()) {
            return false;
        }
        open = true;
        openedAt = nowNanos;
        probes = 0;
        probeLater(settings, nowNanos);
        return true;
    }

    /** An attempt ended and tells nothing about the receiver; if it was the probe, another may begin. */
    void undecided() {
        probing = false;
    }

    /** The deliveries that failed before it was clear that this is an outage. */
    Set<Delivery> failedInARow() {
        return failed;
    }

    /** How many failures there were in a row. */
    int row() {
        return row;
    }

    /** The next probe may begin at once. */
    void probeNow(long nowNanos) {
        probes = 0;
        probeAt = nowNanos;
    }

    /** This one is given up. */
    void forget(Delivery delivery) {
        failed.remove(delivery);
    }

    private void probeLater(DeliverySettings settings, long nowNanos) {
        probes++;
        probeAt = nowNanos + settings.probes().get(probes, chance).toNanos();
    }
}
