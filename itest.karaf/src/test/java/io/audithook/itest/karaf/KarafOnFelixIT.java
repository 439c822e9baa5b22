/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

/** Karaf as it comes. */
public class KarafOnFelixIT extends KarafTest {

    public KarafOnFelixIT() {
        super("felix");
    }
}
