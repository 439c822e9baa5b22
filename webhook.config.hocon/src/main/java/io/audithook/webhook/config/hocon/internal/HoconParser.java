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
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Parses a file with its includes, resolves its substitutions, also from the environment, and reads what it
 * asks for. What the host's class path holds has no part in it.
 */
final class HoconParser {

    /** The library finds out that something is wrong at a sign that may be some lines below. */
    private static final int LINES_IN_MESSAGE = 10;

    private static final Pattern WORD = Pattern.compile("[\\w-]{4,}");

    /** An advice of the library that would have the file pass for none of ours. */
    private static final Pattern OTHER_FORMAT = Pattern.compile(", or you may be able to rename the file [^)]*");

    private HoconParser() {}

    /**
     * Reads the file. Whatever is in it, this gives a list of what is wrong and does not throw.
     *
     * @param file an absolute path; relative ones in the file start from its folder
     */
    static DesiredConfigurations parse(Path file) {
        return parse(file, Set.of());
    }

    /**
     * The same of a file that was read before.
     *
     * @param expected the files that were there then: one that is included and is not there now may be so for a moment, and what it
     *     gave, tokens and filters, must not be taken back for that
     */
    static DesiredConfigurations parse(Path file, Set<Path> expected) {
        return parse(file, expected, System::getProperty);
    }

    /**
     * The same.
     *
     * @param properties gives the value of a property of the JVM, or null
     */
    static DesiredConfigurations parse(Path file, Set<Path> expected, UnaryOperator<String> properties) {
        Problems problems = new Problems();
        SourceFiles files = new SourceFiles(problems, expected);
        List<Desired> desired = List.of();
        try {
            Config config = files.parse(file, new FileIncluder(file, files, problems))
                    .orElseThrow(() -> new ConfigException.Generic(file + ": is not there"));
            files.tellSlips();
            WebhooksReader reader = new WebhooksReader(
                    new Values(file.getParent(), problems), problems, ProxyReader.isInProperties(properties));
            desired = resolve(config, files, problems)
                    .map(resolved -> reader.read(NumberedLists.in(resolved.root())))
                    .orElse(List.of());
            if (desired.isEmpty() && problems.errors().isEmpty() && !config.isEmpty()) {
                problems.warn(file + ": asks for nothing; expected endpoints in webhooks { ... } or"
                        + " notification.webhook.endpoints = [ ... ], or filters in audithook { ... }");
            }
        } catch (ConfigException e) {
            problems.error(message(file, e));
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
            Wishes.tellUnset(files.wishes(), resolved.toConfig(), problems);
            files.tellLostLists(resolved.toConfig());
            return Optional.of(Origins.exact(resolved, config.root(), files.substitutions())
                    .toConfig());
        } catch (ConfigException.UnresolvedSubstitution e) {
            Config rest = config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
            Unresolved.name(rest.root(), problems);
            if (problems.errors().isEmpty()) {
                problems.error(e.getMessage());
            }
            return Optional.empty();
        }
    }

    /**
     * What is wrong, without a secret. The library's messages begin with file and line. Those about syntax show a piece of the text, which
     * is left out where a secret may be in it; others show values, however they are called.
     */
    private static String message(Path file, ConfigException e) {
        if (e instanceof ConfigException.Generic || e instanceof ConfigException.UnresolvedSubstitution) {
            return e.getMessage();
        }
        String place = (e.origin() == null ? file : Place.of(e.origin())) + ": ";
        if (e instanceof ConfigException.Parse) {
            return e.origin() != null && mayShowSecret(Place.of(e.origin()), e.getMessage())
                    ? place
                            + "is not HOCON; more is not shown, since there may be a secret in this line. A value with one of "
                            + SourceText.ENDS_OF_WORDS
                            + " in it has to be in quotes, and a variable is written ${NAME}, without them"
                    : OTHER_FORMAT.matcher(e.getMessage()).replaceFirst("");
        }
        return place
                + (e instanceof ConfigException.WrongType
                        ? "a list or an object and a text are put together here, or by what is added later (+=, ${...});"
                                + " expected two lists, two objects or two texts"
                        : "cannot be put together from its substitutions; write some of them out");
    }

    private static boolean mayShowSecret(Place place, String message) {
        try {
            List<String> lines = Files.readAllLines(Path.of(place.file()), StandardCharsets.ISO_8859_1);
            int line = place.line() - 1;
            return line >= 0
                    && line < lines.size()
                    && (Secrets.mayBeIn(lines.get(line))
                            || lines.subList(Math.max(0, line - LINES_IN_MESSAGE), line).stream()
                                    .anyMatch(before -> Secrets.mayBeIn(before) && isIn(message, before)));
        } catch (IOException | InvalidPathException unreadable) {
            // then there is nothing to check it against
            return true;
        }
    }

    /** Whether a message shows something of a line. */
    private static boolean isIn(String message, String line) {
        return WORD.matcher(line).results().anyMatch(word -> message.contains(word.group()));
    }
}
