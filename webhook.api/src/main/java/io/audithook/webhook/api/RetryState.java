/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * What must survive a restart of a delivery that is put aside.
 *
 * @param attempts the attempts it was charged with
 * @param firstAttempt when the first of them began; {@link Instant#EPOCH} if there was none
 * @param notBefore when it is due
 * @param history its failures so far, in the form the owner of the lane gives them
 */
public record RetryState(int attempts, Instant firstAttempt, Instant notBefore, String history) {

    /** Of a delivery that was not tried yet and is due. */
    public static final RetryState NEW = new RetryState(0, Instant.EPOCH, Instant.EPOCH, "");

    public RetryState {
        Objects.requireNonNull(firstAttempt, "firstAttempt");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(history, "history");
    }
}
