/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a file with its includes and resolves its substitutions, also from the environment. What the host's
 * class path holds has no part in it.
 */
final class HoconFile {

    private static final long MAX_BYTES = 1 << 20;

    private final Path file;

    HoconFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @param problems gets what is wrong
     * @param included gets the files that were included
     * @return empty if anything is wrong
     */
    Optional<Config> read(Problems problems, Set<Path> included) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.error(file + ": is larger than " + MAX_BYTES + " bytes");
                return Optional.empty();
            }
            ConfigParseOptions options = ConfigParseOptions.defaults()
                    .setAllowMissing(false)
                    .setIncluder(new FileIncluder(file.toAbsolutePath().getParent(), included));
            return Optional.of(
                    ConfigFactory.parseFile(file.toFile(), options).resolve(ConfigResolveOptions.defaults()));
        } catch (IOException e) {
            problems.error(file + ": cannot be read: " + e);
        } catch (ConfigException e) {
            problems.error(e.getMessage());
        } catch (StackOverflowError e) {
            problems.error(file + ": is nested too deeply, or includes itself");
        }
        return Optional.empty();
    }
}
