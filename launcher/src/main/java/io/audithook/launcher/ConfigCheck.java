/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;

/** Says what a HOCON file would become, while nothing needs to run. */
final class ConfigCheck {

    private static final List<String> JARS = List.of("webhook.config.hocon-", "config-", "slf4j-api-");

    private static final String CLASS = "io.audithook.webhook.config.hocon.internal.Check";

    private ConfigCheck() {}

    /** Prints configurations and problems; gives 0 if the file would be applied, 1 if not. */
    static int run(Path file) {
        try {
            return OfflineTool.run(JARS, loader -> (int) loader.loadClass(CLASS)
                    .getMethod("run", Path.class, PrintStream.class)
                    .invoke(null, file, System.out));
        } catch (InvocationTargetException e) {
            throw new LaunchException(file + " cannot be checked: " + e.getCause(), e);
        } catch (IOException | ReflectiveOperationException e) {
            throw new LaunchException(file + " cannot be checked: " + e, e);
        }
    }
}
