/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration breaks rules. The message names the PID, and for every rule the key, the value and the rule. */
public final class InvalidSettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidSettingsException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** For what turns out only when a file of the configuration is used. */
    public InvalidSettingsException(String pid, String message, Throwable cause) {
        super(pid + ": " + message, cause);
        this.problems = List.of(Problem.of(pid, message, Problem.Kind.FILE));
    }

    /** All that is wrong. */
    public List<Problem> problems() {
        return problems;
    }

    /** Whether it may become right without a change of the configuration, since only files are not as they should be. */
    public boolean isOfFiles() {
        return problems.stream().allMatch(problem -> problem.kind() == Problem.Kind.FILE);
    }

    private static String message(List<Problem> problems) {
        return problems.get(0).pid() + ": "
                + problems.stream().map(Problem::text).collect(Collectors.joining("; "));
    }
}
