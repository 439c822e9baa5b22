/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that make up a configuration, within limits: a file may include itself twice. */
final class SourceFiles {

    private static final int MAX_INCLUDES = 1000;

    private final Map<Path, String> fingerprints = new LinkedHashMap<>();
    private int count;
    private long bytes;

    /**
     * Reads and parses a file. What is parsed is what the fingerprint is of, however the file changes meanwhile.
     *
     * @param file an absolute path
     * @param includer for what it includes
     * @return empty if it is not there
     * @throws ConfigException if it must not or cannot be read
     */
    Optional<Config> parse(Path file, ConfigIncluder includer) {
        Optional<byte[]> content = read(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(content.get(), StandardCharsets.UTF_8);
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(syntax(file))
                .setOriginDescription(file.toString())
                .setIncluder(includer);
        if (options.getSyntax() == ConfigSyntax.PROPERTIES) {
            return Optional.of(ConfigFactory.parseString(text, options));
        }
        List<String> pieces = SourceText.pieces(file, text);
        Config merged = ConfigFactory.parseString(pieces.get(0), options);
        for (String piece : pieces.subList(1, pieces.size())) {
            merged = ConfigFactory.parseString(piece, options).withFallback(merged);
        }
        return Optional.of(merged);
    }

    /** By file, what was read; {@link Fingerprint#ABSENT} for what was looked for in vain. */
    Map<Path, String> fingerprints() {
        return fingerprints;
    }

    private Optional<byte[]> read(Path file) {
        if (!Files.exists(file)) {
            fingerprints.putIfAbsent(file, Fingerprint.ABSENT);
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            fingerprints.putIfAbsent(file, Fingerprint.of(file));
            throw new ConfigException.Generic(file + ": is not a file");
        }
        count++;
        if (count > MAX_INCLUDES) {
            throw new ConfigException.Generic(file + ": is the " + count + "th file that is included, the limit is "
                    + MAX_INCLUDES + "; does it include itself?");
        }
        try {
            bytes += Files.size(file);
            if (bytes > Fingerprint.MAX_BYTES) {
                fingerprints.putIfAbsent(file, Fingerprint.of(file));
                throw new ConfigException.Generic(
                        file + ": is larger than " + Fingerprint.MAX_BYTES + " bytes, together with what is included");
            }
            byte[] content = Files.readAllBytes(file);
            fingerprints.putIfAbsent(file, Fingerprint.of(content));
            return Optional.of(content);
        } catch (IOException e) {
            fingerprints.putIfAbsent(file, Fingerprint.of(file));
            throw new ConfigException.Generic(file + ": cannot be read: " + e, e);
        }
    }

    private static ConfigSyntax syntax(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".json")) {
            return ConfigSyntax.JSON;
        }
        return name.endsWith(".properties") ? ConfigSyntax.PROPERTIES : ConfigSyntax.CONF;
    }
}
