/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.io.File;
import java.util.Arrays;
import org.ops4j.pax.exam.Option;

/** The typed event bus of Apache Aries with what it needs, which no other test has. */
final class TypedEventBundles {

    private TypedEventBundles() {}

    static Option all() {
        Option bundles = composite(Arrays.stream(new File(System.getProperty("typed.dir")).listFiles())
                .sorted()
                .map(jar -> bundle(jar.toURI().toString()).startLevel(2))
                .toArray(Option[]::new));
        // the bus knows SLF4J 1.7 alone; the class path of the framework has a later one, which does for it
        return composite(bundles, systemPackage("org.slf4j;version=1.7.36"));
    }
}
