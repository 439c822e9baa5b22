/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.config.hocon.internal.Check;
import io.audithook.webhook.config.hocon.internal.Judge;
import io.audithook.webhook.config.hocon.internal.ValidatorFindings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Checks a HOCON file by the code that would read it and its configurations. That is in our bundles, so
 * {@link OfflineTool} loads this class once more, beside their jars.
 */
public final class FileCheck {

    private final Map<String, ConfigurationValidator> validators = new HashMap<>();

    private FileCheck() {
        ServiceLoader.load(ConfigurationValidator.class, FileCheck.class.getClassLoader())
                .forEach(validator -> validator.pids().forEach(pid -> validators.put(pid, validator)));
    }

    /** Prints configurations and problems; gives 0 if all is well, 1 if not. */
    public static int run(Path file) {
        return Check.run(file, System.out, new FileCheck()::findings);
    }

    private Optional<List<Judge.Finding>> findings(String pid, Map<String, Object> configuration) {
        return Optional.ofNullable(validators.get(ConfigurationValidator.factory(pid)))
                .map(validator -> ValidatorFindings.of(validator, pid, configuration));
    }
}
