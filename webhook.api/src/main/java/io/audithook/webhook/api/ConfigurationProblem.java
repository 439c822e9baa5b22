/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Objects;

/**
 * What is wrong with one configuration. Holds no value of a password key.
 *
 * @param pid the PID of the configuration
 * @param key the key; empty if it is about no single one
 * @param value the value that breaks the rule; empty if it is a secret, or missing
 * @param rule the rule that is broken
 * @param suggestion the key that was probably meant; empty if nobody can know
 * @param error whether nothing can be made of the configuration as it is; if not, it has no effect that was meant
 * @param message all of that in one sentence, as it stands in the log
 */
public record ConfigurationProblem(
        String pid, String key, String value, String rule, String suggestion, boolean error, String message) {

    public ConfigurationProblem {
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(suggestion, "suggestion");
        Objects.requireNonNull(message, "message");
    }
}
