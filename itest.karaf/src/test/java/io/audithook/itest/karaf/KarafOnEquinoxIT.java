/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

/** Karaf on the other framework that it brings along. */
public class KarafOnEquinoxIT extends KarafTest {

    public KarafOnEquinoxIT() {
        super("equinox");
    }
}
