/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars of the bundles, as somebody sees them who runs no framework. */
final class BundleJars {

    private BundleJars() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles.dir")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Loads from all of them, after what the tests have. */
    static URLClassLoader loader() throws IOException {
        return new URLClassLoader(
                all().stream().map(BundleJars::url).toArray(URL[]::new), BundleJars.class.getClassLoader());
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
