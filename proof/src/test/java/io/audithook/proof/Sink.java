/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;

/** Where events are handed over. */
interface Sink {

    /**
     * Returns when the event was accepted, with its id. Handing the same event over again does no harm.
     *
     * @throws IOException if it was refused, or is not known to be accepted
     */
    String accept(Event event) throws IOException, InterruptedException;
}
