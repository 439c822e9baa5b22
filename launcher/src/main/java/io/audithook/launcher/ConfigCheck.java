/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;

/** Says what a HOCON file would become, and what is wrong with it, while nothing needs to run. */
final class ConfigCheck {

    private static final List<String> JARS = List.of(
            "webhook.config.hocon-",
            "config-",
            "webhook.dispatcher-",
            "webhook.ssl-",
            "webhook.filter-",
            "jackson-core-",
            "webhook.api-",
            "audit.api-",
            "audit.model-",
            "slf4j-api-");

    private ConfigCheck() {}

    /** Prints configurations and problems; gives 0 if all is well, 1 if not. */
    static int run(Path file) {
        try {
            return OfflineTool.run(JARS, loader -> (int) loader.loadClass(FileCheck.class.getName())
                    .getMethod("run", Path.class)
                    .invoke(null, file));
        } catch (InvocationTargetException e) {
            throw new LaunchException(file + " cannot be checked: " + e.getCause(), e);
        } catch (IOException | ReflectiveOperationException e) {
            throw new LaunchException(file + " cannot be checked: " + e, e);
        }
    }
}
