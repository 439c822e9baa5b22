/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.util.SplittableRandom;

/** Random numbers that depend on the seed and the number of the connection only, never on timing. */
final class Seeds {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    /** For the choice of the script. */
    static SplittableRandom choice(long seed, int connection) {
        return new SplittableRandom(seed + GOLDEN_GAMMA * connection);
    }

    /** For what happens in the script. */
    static SplittableRandom script(long seed, int connection) {
        return choice(~seed, connection);
    }
}
