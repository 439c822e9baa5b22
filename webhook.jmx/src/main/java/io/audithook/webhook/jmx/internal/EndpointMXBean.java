/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import java.util.List;
import java.util.Map;

/**
 * How an endpoint is doing: {@code io.audithook:type=endpoint,name="..."}. What is read is at most a second old. It is all from
 * memory.
 */
public interface EndpointMXBean {

    /**
     * Whether it delivers.
     *
     * @return such as {@code ACTIVE}, {@code FAILING} or {@code PAUSED}
     */
    String getState();

    /**
     * Why it does not deliver, or what went wrong last.
     *
     * @return empty if all is well
     */
    String getReason();

    /**
     * Where it delivers.
     *
     * @return without what may be secret
     */
    String getUrl();

    /**
     * What an operator should see to though it delivers.
     *
     * @return a line each
     */
    List<String> getWarnings();

    /**
     * What came into its lane.
     *
     * @return a number of entries
     */
    long getAccepted();

    /**
     * What the receiver has.
     *
     * @return a number of entries
     */
    long getDelivered();

    /**
     * What a filter dropped.
     *
     * @return a number of entries
     */
    long getFiltered();

    /**
     * What was given up.
     *
     * @return a number of entries
     */
    long getDead();

    /**
     * What could not be read any more.
     *
     * @return a number of entries
     */
    long getDamaged();

    /**
     * What was removed before it was delivered.
     *
     * @return a number of entries
     */
    long getLost();

    /**
     * What waits, parked entries included.
     *
     * @return a number of entries
     */
    long getPending();

    /**
     * What is put aside until its next attempt.
     *
     * @return a number of entries
     */
    long getParked();

    /**
     * When the oldest of the pending entries was accepted.
     *
     * @return a time as of ISO 8601; empty if none is pending
     */
    String getOldestPending();

    /**
     * The attempts under way.
     *
     * @return their number
     */
    int getInFlight();

    /**
     * The attempts since the start.
     *
     * @return their number by outcome
     */
    Map<String, Long> getAttempts();

    /** Stops deliveries, over restarts, until {@link #resume}. Returns when that is durable. */
    void pause();

    /** Delivers again if it was paused or gone. Returns when that is durable. */
    void resume();
}
