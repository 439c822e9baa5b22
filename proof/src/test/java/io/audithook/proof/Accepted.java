/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

/**
 * A promise that was given: the event, and the id under which it was accepted.
 *
 * @param event what was accepted
 * @param id the id in the answer
 * @param sentNanos when it was sent first, on the clock of {@link System#nanoTime}
 */
record Accepted(Event event, String id, long sentNanos) {}
