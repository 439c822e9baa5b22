/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows what a configuration means to the one who gets it. */
@FunctionalInterface
public interface Judge {

    /** What is wrong with a configuration, nothing if all is well; empty if nobody knows such ones at the moment. */
    Optional<List<Finding>> findings(String pid, Map<String, Object> properties);

    /**
     * What is wrong with a configuration.
     *
     * @param key the key that it is about; may be one that is missing
     * @param message without a secret
     * @param isError whether nothing can be made of the configuration
     */
    record Finding(String key, String message, boolean isError) {}
}
