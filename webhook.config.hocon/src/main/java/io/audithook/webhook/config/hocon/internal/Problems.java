/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a file, so that all of it can be said at once. */
final class Problems {

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** What makes the file unusable. */
    void error(ConfigOrigin origin, String path, String message) {
        errors.add(text(origin, path, message));
    }

    /** What makes the file unusable, where the message says the place itself. */
    void error(String message) {
        errors.add(message);
    }

    /** What has no effect, or another than its author may think. */
    void warn(ConfigOrigin origin, String path, String message) {
        warnings.add(text(origin, path, message));
    }

    List<String> errors() {
        return errors;
    }

    List<String> warnings() {
        return warnings;
    }

    private static String text(ConfigOrigin origin, String path, String message) {
        String file = origin.filename() == null ? origin.description() : origin.filename();
        return file + (origin.lineNumber() < 1 ? "" : ": " + origin.lineNumber()) + ": " + path + ": " + message;
    }
}
