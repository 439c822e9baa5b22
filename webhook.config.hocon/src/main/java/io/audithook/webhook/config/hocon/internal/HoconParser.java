/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Parses a file with its includes, resolves its substitutions, also from the environment, and reads what it
 * asks for. What the host's class path holds has no part in it.
 */
final class HoconParser {

    private HoconParser() {}

    /**
     * Reads the file. Whatever is in it, this gives a list of what is wrong and does not throw.
     *
     * @param file an absolute path; relative ones in the file start from its folder
     */
    static DesiredConfigurations parse(Path file) {
        return parse(file, System::getProperty);
    }

    /**
     * The same.
     *
     * @param properties gives the value of a property of the JVM, or null
     */
    static DesiredConfigurations parse(Path file, UnaryOperator<String> properties) {
        Problems problems = new Problems();
        SourceFiles files = new SourceFiles(problems);
        List<Desired> desired = List.of();
        try {
            Config config = files.parse(file, new FileIncluder(file, files, problems))
                    .orElseThrow(() -> new ConfigException.Generic(file + ": is not there"));
            WebhooksReader reader = new WebhooksReader(
                    new Values(file.getParent(), problems), problems, ProxyReader.isInProperties(properties));
            desired = resolve(config, files, problems)
                    .map(resolved -> reader.read(resolved.root()))
                    .orElse(List.of());
        } catch (ConfigException e) {
            problems.error(message(e));
        } catch (StackOverflowError e) {
            problems.error(file + ": is nested too deeply");
        } catch (OutOfMemoryError e) {
            problems.error(file + ": needs more memory than there is");
        }
        return new DesiredConfigurations(
                desired, problems.errors(), problems.warnings(), problems.notices(), files.fingerprints());
    }

    /** Empty if it cannot be done, which then is an error. */
    private static Optional<Config> resolve(Config config, SourceFiles files, Problems problems) {
        if (config.isResolved()) {
            return Optional.of(config);
        }
        Expansion.check(config.root());
        try {
            ConfigObject resolved = config.resolve().root();
            return Optional.of(Origins.exact(resolved, config.root(), files.substitutions())
                    .toConfig());
        } catch (ConfigException.UnresolvedSubstitution e) {
            Config rest = config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
            Unresolved.name(rest.root(), problems);
            if (problems.errors().isEmpty()) {
                problems.error(message(e));
            }
            return Optional.empty();
        }
    }

    /** The library's messages begin with file and line, and show a piece of the text. */
    private static String message(ConfigException e) {
        if (e instanceof ConfigException.Parse && e.origin() != null && mayShowSecret(Place.of(e.origin()))) {
            return Place.of(e.origin()) + ": is not HOCON; more is not shown, since there may be a secret in this line";
        }
        return e.getMessage();
    }

    private static boolean mayShowSecret(Place place) {
        try {
            List<String> lines = Files.readAllLines(Path.of(place.file()), StandardCharsets.ISO_8859_1);
            int line = place.line() - 1;
            return line >= 0 && line < lines.size() && Secrets.mayBeIn(lines.get(line));
        } catch (IOException | InvalidPathException unreadable) {
            // then there is nothing to check it against
            return true;
        }
    }
}
