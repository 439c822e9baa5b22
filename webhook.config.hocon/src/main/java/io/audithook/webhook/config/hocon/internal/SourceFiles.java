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
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The files that make up a configuration, within limits: a file may include itself twice. */
final class SourceFiles {

    private static final int MAX_INCLUDES = 1000;

    private final Problems problems;
    private final Set<Path> expected;
    private final List<Wishes.Wish> wishes = new ArrayList<>();
    private final List<Slips.Slip> slips = new ArrayList<>();
    private final Map<String, Place> additions = new LinkedHashMap<>();
    private final Reach reach = new Reach();
    private final Map<Path, String> fingerprints = new LinkedHashMap<>();
    private final Map<String, Set<Place>> substitutions = new HashMap<>();
    private int count;
    private long bytes;

    /**
     * @param problems takes what is to be noticed
     * @param expected the files that were there last
     */
    SourceFiles(Problems problems, Set<Path> expected) {
        this.problems = problems;
        this.expected = Set.copyOf(expected);
    }

    /**
     * Reads and parses a file. What is parsed is what the fingerprint is of, however the file changes meanwhile.
     *
     * @param file an absolute path
     * @param includer for what it includes
     * @return empty if it is not there
     * @throws ConfigException if it must not or cannot be read
     */
    Optional<Config> parse(Path file, ConfigIncluder includer) {
        return read(file).map(content -> parse(file, text(file, content), includer));
    }

    /**
     * The same of a file that another includes. It has to have something in it: one that is just being written, or was cut off, would take
     * back what it gave, filters and secrets, too.
     *
     * @param place where the include stands
     */
    Optional<Config> parseIncluded(Path file, ConfigIncluder includer, Supplier<String> place) {
        return read(file).map(content -> {
            String text = text(file, content);
            if (text.isBlank()) {
                throw new ConfigException.Generic(
                        place.get() + ": " + file + " is empty; if that is meant, put a comment into it");
            }
            return parse(file, text, includer);
        });
    }

    private Config parse(Path file, String text, ConfigIncluder includer) {
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(syntax(file))
                .setOriginDescription(file.toString())
                .setIncluder(includer);
        if (options.getSyntax() == ConfigSyntax.PROPERTIES) {
            return ConfigFactory.parseString(text, options);
        }
        SourceText source = SourceText.of(file, text);
        try {
            List<String> pieces = source.pieces();
            Config merged = ConfigFactory.parseString(pieces.get(0), options);
            for (String piece : pieces.subList(1, pieces.size())) {
                merged = ConfigFactory.parseString(piece, options).withFallback(merged);
            }
            source.losses().forEach((message, place) -> problems.error(place, message));
            slips.addAll(source.slips());
            source.references(reach);
            source.repetitions().forEach((message, place) -> problems.notice(place, message));
            wishes.addAll(source.wishes());
            additions.putAll(source.additions());
            source.substitutions()
                    .forEach((path, places) -> substitutions
                            .computeIfAbsent(path, unknown -> new LinkedHashSet<>())
                            .addAll(places));
            return merged;
        } catch (ConfigException.Parse e) {
            int line = e.origin() == null ? 0 : e.origin().lineNumber();
            throw source.mismatch(line)
                    .or(() -> isAtTheEnd(e) ? source.unclosed() : Optional.empty())
                    .orElse(e);
        }
    }

    /** The library says of what is not closed only that the file ends, in words that do not fit braces. */
    private static boolean isAtTheEnd(ConfigException e) {
        return e.getMessage().contains("end of file");
    }

    /** By file, what was read; {@link Fingerprint#ABSENT} for what was looked for in vain. */
    Map<Path, String> fingerprints() {
        return fingerprints;
    }

    /** What of ours has no value, or lacks a part, if what is substituted has none. When all is parsed. */
    List<Wishes.Wish> wishes() {
        return wishes.stream()
                .filter(wish -> wish.isOfWeight(reach.arrivals(wish.path())))
                .toList();
    }

    /**
     * Tells of lists of ours that are added to what a substitution brings to the object around them: the library adds to what was there
     * before the substitution, and forgets the rest. When all is parsed.
     */
    void tellLostLists(Config resolved) {
        additions.forEach((path, place) -> {
            if (reach.isOurs(path)) {
                reach.sources(path).stream()
                        .filter(source -> list(source, resolved).isPresent())
                        .filter(source -> !list(path, resolved)
                                .orElse(List.of())
                                .containsAll(list(source, resolved).orElseThrow()))
                        .forEach(source -> problems.warn(
                                place,
                                Assignments.shown(path) + ": leaves out what ${" + source
                                        + "} has, since HOCON adds to nothing here; write = ${" + source
                                        + "} [ ... ]"));
            }
        });
    }

    private static Optional<List<ConfigValue>> list(String path, Config config) {
        try {
            return config.hasPath(path) ? Optional.of(config.getList(path)) : Optional.empty();
        } catch (ConfigException e) {
            // it is something else, or no path
            return Optional.empty();
        }
    }

    /** Tells what of ours is read as something else than is meant, or may be. Once, when all is parsed. */
    void tellSlips() {
        reach.follow();
        slips.stream().filter(slip -> reach.isOurs(slip.path())).forEach(slip -> slip.tell(problems));
    }

    /** Whether it was there when the file was applied last. */
    boolean isExpected(Path included) {
        return expected.contains(included);
    }

    /** Where substitutions stand, by what is in their braces. */
    Map<String, Set<Place>> substitutions() {
        return substitutions;
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

    /** What is not UTF-8 would be read as something else, and nobody would see it. */
    private static String text(Path file, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        // in UTF-8 no character has more bytes than it has chars in a string
        CharBuffer chars = CharBuffer.allocate(content.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true).isError()) {
            long line = 1
                    + IntStream.range(0, bytes.position())
                            .filter(i -> content[i] == '\n')
                            .count();
            throw new ConfigException.Generic(file + ": " + line + ": is not UTF-8");
        }
        return chars.flip().toString();
    }

    private static ConfigSyntax syntax(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".json")) {
            return ConfigSyntax.JSON;
        }
        return name.endsWith(".properties") ? ConfigSyntax.PROPERTIES : ConfigSyntax.CONF;
    }
}
