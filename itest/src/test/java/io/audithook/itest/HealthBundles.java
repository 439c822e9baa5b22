/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.io.File;
import java.util.Arrays;

/** Ours for health, and those of others that ask it. */
final class HealthBundles {

    /** As the frameworks may install it while they run: their tests do not see what these properties name. */
    static final String FOLDER = "health.dir";

    static final String OURS = "health.jar";

    private HealthBundles() {}

    static String ours() {
        return url(new File(System.getProperty(OURS)));
    }

    static String apiOfHealthChecks() {
        return ofOthers("org.apache.felix.healthcheck.api-");
    }

    static String healthChecks() {
        return ofOthers("org.apache.felix.healthcheck.core-");
    }

    static String inventory() {
        return ofOthers("org.apache.felix.inventory-2");
    }

    static String inventoryForJavax() {
        return ofOthers("org.apache.felix.inventory-1");
    }

    private static String ofOthers(String start) {
        return Arrays.stream(new File(System.getProperty(FOLDER)).listFiles())
                .filter(jar -> jar.getName().startsWith(start))
                .map(HealthBundles::url)
                .findFirst()
                .orElseThrow(() -> new AssertionError(start + "*.jar is not there"));
    }

    private static String url(File jar) {
        return jar.toURI().toString();
    }
}
