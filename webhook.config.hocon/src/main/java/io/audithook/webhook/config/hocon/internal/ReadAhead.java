/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Parses a file as soon as it has changed, while it has yet to stay as it is for a moment: that takes longest of all that is
 * to be done then. Not safe for use by several threads.
 */
final class ReadAhead {

    private final Path file;
    private final Supplier<DesiredConfigurations> parser;
    private Optional<DesiredConfigurations> parsed = Optional.empty();

    /** Whether it has been parsed for nothing: who writes for minutes shall not have it parsed all the time. */
    private boolean isInVain;

    ReadAhead(Path file, Supplier<DesiredConfigurations> parser) {
        this.file = file;
        this.parser = parser;
    }

    /** It has changed. */
    void changed() {
        isInVain |= parsed.isPresent();
        parsed = isInVain || !Files.isRegularFile(file) ? Optional.empty() : Optional.of(parser.get());
    }

    /** What the file asks for now. */
    DesiredConfigurations get() {
        DesiredConfigurations now = parsed.filter(ReadAhead::isOfNow).orElseGet(parser);
        parsed = Optional.empty();
        isInVain = false;
        return now;
    }

    private static boolean isOfNow(DesiredConfigurations parsed) {
        return parsed.files().entrySet().stream()
                .allMatch(one -> Fingerprint.of(one.getKey()).equals(one.getValue()));
    }
}
