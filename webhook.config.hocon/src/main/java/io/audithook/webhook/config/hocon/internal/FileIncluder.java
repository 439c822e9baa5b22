/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Includes files, relative to the including file, which stands for the class path, too. Refuses URLs. */
final class FileIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    /** At least two letters, for one is a drive of Windows. */
    private static final Pattern URL_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*", Pattern.DOTALL);

    private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");

    private static final List<String> EXTENSIONS = List.of(".properties", ".json", ".conf");

    /** What is being read, each included by the one before it. */
    private final List<Path> chain;

    private final Path includer;
    private final SourceFiles files;
    private final Problems problems;

    /** @param file the file whose includes it is for, and which nothing includes */
    FileIncluder(Path file, SourceFiles files, Problems problems) {
        this(List.of(file), files, problems);
    }

    private FileIncluder(List<Path> chain, SourceFiles files, Problems problems) {
        this.chain = chain;
        this.includer = chain.get(chain.size() - 1);
        this.files = files;
        this.problems = problems;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        // what the library would do instead is what we refuse
        return this;
    }

    /** Without an extension, all files of that name are taken, {@code .conf} before {@code .json}. */
    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (URL_SCHEME.matcher(what).matches()) {
            throw refused(what);
        }
        Path file = resolve(what);
        if (EXTENSIONS.stream().anyMatch(what::endsWith) || Files.exists(file)) {
            return included(context, file);
        }
        Config merged = ConfigFactory.empty();
        boolean found = false;
        for (String extension : EXTENSIONS) {
            Optional<Config> candidate = parse(resolve(what + extension));
            if (candidate.isPresent()) {
                found = true;
                merged = candidate.get().withFallback(merged);
            }
        }
        return found ? merged.root() : missing(context, file);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return included(context, resolve(what.getPath()));
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused(what.toString());
    }

    /** A container has many class paths; what is meant is the folder of the file, as Play has {@code conf}. */
    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return included(context, resolve(LEADING_SLASHES.matcher(what).replaceFirst("")));
    }

    private ConfigObject included(ConfigIncludeContext context, Path file) {
        return parse(file).map(Config::root).orElseGet(() -> missing(context, file));
    }

    private Optional<Config> parse(Path file) {
        List<Path> longer = new ArrayList<>(chain);
        longer.add(file);
        if (chain.contains(file)) {
            throw new ConfigException.Generic(place(file) + ": includes itself: "
                    + longer.subList(chain.indexOf(file), longer.size()).stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(" -> ")));
        }
        Optional<Config> parsed =
                files.parseIncluded(file, new FileIncluder(longer, files, problems), () -> place(file));
        if (parsed.isEmpty() && files.isExpected(file)) {
            throw new ConfigException.Generic(place(file) + ": " + file
                    + " was there and is not there any more; nothing changes until it is, or its include is taken out");
        }
        return parsed;
    }

    private ConfigObject missing(ConfigIncludeContext context, Path file) {
        if (!context.parseOptions().getAllowMissing()) {
            throw new ConfigException.Generic(place(file) + ": the required " + file + " is not there");
        }
        problems.warn(place(file) + ": " + file + " is not there, so nothing is included");
        return ConfigFactory.empty().root();
    }

    private Path resolve(String what) {
        try {
            return includer.resolveSibling(what).normalize();
        } catch (InvalidPathException e) {
            throw new ConfigException.Generic(
                    includer + ": include \"" + what + "\": expected a path, found something else: " + e.getReason(),
                    e);
        }
    }

    private ConfigException refused(String what) {
        return new ConfigException.Generic(place(what) + ": include url(\"" + what + "\"): only files can be included");
    }

    private String place(Path file) {
        return place(file.getFileName().toString().replaceFirst("\\.\\w+$", ""));
    }

    /** File and line of an include, which the library does not tell. */
    private String place(String what) {
        try {
            List<String> lines = Files.readAllLines(includer, StandardCharsets.UTF_8);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("include") && lines.get(i).contains(what)) {
                    return includer + ": " + (i + 1);
                }
            }
        } catch (IOException e) {
            // the line is a help only, the message does without
            return includer.toString();
        }
        return includer.toString();
    }
}
