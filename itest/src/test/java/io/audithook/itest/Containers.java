/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ops4j.pax.exam.Option;

/** The container of the tests: the bundles that the launcher starts, as they were built. */
final class Containers {

    /** Logging first. */
    private static final String FIRST = "(asm|org\\.apache\\.aries\\.spifly|slf4j|logback).*";

    private static final String LEFT_OUT = "org\\.apache\\.felix\\.(framework|fileinstall).*";

    private Containers() {}

    static Option runtime() {
        File[] jars = new File(System.getProperty("bundles.dir")).listFiles((dir, name) -> name.endsWith(".jar"));
        Arrays.sort(jars);
        List<Option> options = new ArrayList<>();
        for (File jar : jars) {
            if (!jar.getName().matches(LEFT_OUT)) {
                options.add(
                        bundle(jar.toURI().toString()).startLevel(jar.getName().matches(FIRST) ? 1 : 3));
            }
        }
        Path work = workDirectory();
        options.add(junitBundles());
        options.add(frameworkProperty("org.osgi.service.http.port").value("-1"));
        options.add(frameworkProperty("audithook.data").value(work.toString()));
        options.add(systemProperty("felix.cm.dir").value(work.resolve("config").toString()));
        options.add(systemProperty("logback.configurationFile").value(System.getProperty("logback.file")));
        options.add(systemProperty("filter.jar").value(System.getProperty("filter.jar")));
        return composite(options.toArray(Option[]::new));
    }

    private static Path workDirectory() {
        try {
            Path parent = Files.createDirectories(Path.of(System.getProperty("work.dir")));
            return Files.createTempDirectory(parent, "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
