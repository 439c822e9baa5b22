/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a file asks for.
 *
 * @param list the configurations, what an endpoint needs before it; none if there are errors
 * @param errors what makes the file unusable, for people
 * @param warnings what has no effect, or another than its author may think, for people
 * @param notices what one may like to know, for people
 * @param files the files it was read from, included ones too, with the {@link Fingerprint} of what was read
 */
record DesiredConfigurations(
        List<Desired> list, List<String> errors, List<String> warnings, List<String> notices, Map<Path, String> files) {

    DesiredConfigurations {
        list = errors.isEmpty() ? List.copyOf(list) : List.of();
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        notices = List.copyOf(notices);
        files = Map.copyOf(files);
    }
}
