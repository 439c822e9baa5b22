/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

/** How much the outbox holds: {@code io.audithook:type=outbox}. What is read is at most a second old. */
public interface OutboxMXBean {

    /**
     * What is stored.
     *
     * @return a number of entries
     */
    long getEntries();

    /**
     * What they take.
     *
     * @return bytes
     */
    long getBytes();

    /**
     * What they may take.
     *
     * @return bytes
     */
    long getLimitBytes();

    /**
     * When the oldest of them was accepted.
     *
     * @return a time as of ISO 8601; empty if there is none
     */
    String getOldest();

    /**
     * What is damaged and was put aside.
     *
     * @return a number of entries
     */
    long getQuarantined();

    /**
     * Why nothing can be stored at the moment.
     *
     * @return empty if all is well
     */
    String getTrouble();
}
