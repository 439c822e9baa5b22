/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Looks whether what is stored in a home is complete. */
final class OutboxCheck {

    private static final List<String> JARS =
            List.of("audit.api-", "webhook.api-", "webhook.outbox-", "sqlite-jdbc-", "slf4j-api-");

    private static final String MAIN = "io.audithook.webhook.outbox.internal.Verify";

    private OutboxCheck() {}

    /** Prints what has become of every event, and ends this process: with 0 if nothing is missing. */
    static int run(Path home) {
        Path outbox = directory(home);
        System.out.println("verifying " + outbox);
        Object arguments = new String[] {outbox.toString()};
        try {
            return OfflineTool.run(JARS, loader -> {
                loader.loadClass(MAIN).getMethod("main", String[].class).invoke(null, arguments);
                // it ends the process itself
                return 0;
            });
        } catch (InvocationTargetException e) {
            throw new LaunchException("The outbox of " + home + " cannot be verified: " + e.getCause(), e);
        } catch (IOException | ReflectiveOperationException e) {
            throw new LaunchException("The outbox of " + home + " cannot be verified: " + e, e);
        }
    }

    /** Where the file in etc/ puts it, or else where it is without one. */
    private static Path directory(Path home) {
        Properties properties = new Properties();
        Path file = home.resolve("etc").resolve("io.audithook.outbox.cfg");
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new LaunchException("The file " + file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return properties.stringPropertyNames().stream()
                .filter("directory"::equalsIgnoreCase)
                .map(key -> properties.getProperty(key).strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> Path.of(text).toAbsolutePath().normalize())
                .orElse(home.resolve("data").resolve("outbox"));
    }
}
