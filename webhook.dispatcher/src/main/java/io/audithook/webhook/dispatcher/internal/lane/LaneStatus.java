/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

/**
 * How a lane is doing.
 *
 * @param delivered deliveries that ended well
 * @param dead deliveries that were given up
 * @param filtered deliveries that a filter dropped
 * @param pending entries that are not settled
 * @param trouble what is wrong at the moment; empty if nothing is
 */
public record LaneStatus(long delivered, long dead, long filtered, long pending, String trouble) {

    /** Of an endpoint that has no lane yet. */
    public static final LaneStatus NONE = new LaneStatus(0, 0, 0, 0, "");
}
