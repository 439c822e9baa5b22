/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

/** How a delivery ended well. */
public enum Settlement {
    /** The receiver has it. */
    DELIVERED,
    /** A filter dropped it. */
    FILTERED
}
