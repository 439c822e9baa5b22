/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.api.ConfigurationValidator;
import java.util.List;
import java.util.Map;

/** What one who reads configurations finds, as a {@link Judge} says it. A container without our contracts never loads this class. */
public final class ValidatorFindings {

    private ValidatorFindings() {}

    /** Asks one who knows such configurations. */
    public static List<Judge.Finding> of(ConfigurationValidator validator, String pid, Map<String, Object> properties) {
        return validator.validate(pid, properties).stream()
                .map(problem -> new Judge.Finding(problem.key(), problem.message(), problem.error()))
                .toList();
    }
}
