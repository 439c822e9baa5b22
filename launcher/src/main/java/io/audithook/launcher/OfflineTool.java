/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs code of our bundles without a framework: their jars are read as plain ones, after that of the launcher. */
final class OfflineTool {

    private OfflineTool() {}

    /**
     * Runs it.
     *
     * @param jars what the names of the jars begin with
     * @return the exit code that the code gives
     */
    static int run(List<String> jars, Code code) throws IOException, ReflectiveOperationException {
        // nobody logs here
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Path folder = Files.createTempDirectory("audithook-offline");
        folder.toFile().deleteOnExit();
        List<URL> urls = new ArrayList<>(List.of(BundleJars.self().toUri().toURL()));
        for (Path jar : BundleJars.copy(jars, folder)) {
            jar.toFile().deleteOnExit();
            urls.add(jar.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            return code.run(loader);
        }
    }

    /** What is to be run. */
    @FunctionalInterface
    interface Code {

        /** Gives the exit code. */
        int run(ClassLoader loader) throws ReflectiveOperationException;
    }
}
