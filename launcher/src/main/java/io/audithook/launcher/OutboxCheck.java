/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks whether what is stored in a home is complete. Needs no framework: the outbox's bundle is read as a plain jar. */
final class OutboxCheck {

    private static final List<String> JARS =
            List.of("audit.api-", "webhook.api-", "webhook.outbox-", "sqlite-jdbc-", "slf4j-api-");

    private static final String MAIN = "io.audithook.webhook.outbox.internal.Verify";

    private OutboxCheck() {}

    /** Prints what has become of every event, and ends this process: with 0 if nothing is missing. */
    static int run(Path home) {
        // nobody logs here
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        try {
            Path folder = Files.createTempDirectory("audithook-verify");
            folder.toFile().deleteOnExit();
            List<URL> urls = new ArrayList<>();
            for (Path jar : BundleJars.copy(JARS, folder)) {
                jar.toFile().deleteOnExit();
                urls.add(jar.toUri().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                Class<?> main = loader.loadClass(MAIN);
                Object arguments =
                        new String[] {home.resolve("data").resolve("outbox").toString()};
                main.getMethod("main", String[].class).invoke(null, arguments);
                // it ends the process itself
                return 0;
            }
        } catch (InvocationTargetException e) {
            throw new LaunchException("The outbox of " + home + " cannot be verified: " + e.getCause(), e);
        } catch (IOException | ReflectiveOperationException e) {
            throw new LaunchException("The outbox of " + home + " cannot be verified: " + e, e);
        }
    }
}
