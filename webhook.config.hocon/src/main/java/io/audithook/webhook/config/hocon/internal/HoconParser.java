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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses a file with its includes, resolves its substitutions, also from the environment, and reads what it
 * asks for. What the host's class path holds has no part in it.
 */
final class HoconParser {

    private static final Pattern SECRET =
            Pattern.compile("password|token|secret|key|data|credential|auth", Pattern.CASE_INSENSITIVE);

    private HoconParser() {}

    /**
     * Reads the file. Whatever is in it, this gives a list of what is wrong and does not throw.
     *
     * @param file an absolute path; relative ones in the file start from its folder
     */
    static DesiredConfigurations parse(Path file) {
        Problems problems = new Problems();
        SourceFiles files = new SourceFiles();
        List<Desired> desired = List.of();
        try {
            desired = new WebhooksReader(new Values(file.getParent(), problems), problems)
                    .read(config(file, files, problems).root());
        } catch (ConfigException e) {
            problems.error(message(e));
        } catch (StackOverflowError e) {
            problems.error(file + ": is nested too deeply");
        } catch (OutOfMemoryError e) {
            problems.error(file + ": needs more memory than there is");
        }
        return new DesiredConfigurations(desired, problems.errors(), problems.warnings(), files.fingerprints());
    }

    private static Config config(Path file, SourceFiles files, Problems problems) {
        if (!files.open(file)) {
            throw new ConfigException.Generic(file + ": is not there");
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setAllowMissing(false)
                .setIncluder(new FileIncluder(file, files, problems));
        return ConfigFactory.parseFile(file.toFile(), options).resolve(ConfigResolveOptions.defaults());
    }

    /** The library's messages begin with file and line, and show a piece of the text. */
    private static String message(ConfigException e) {
        if (e instanceof ConfigException.Parse && e.origin() != null && mayShowSecret(e)) {
            return e.origin().filename() + ": " + e.origin().lineNumber()
                    + ": is not HOCON; more is not shown, since there may be a secret in this line";
        }
        return e.getMessage();
    }

    private static boolean mayShowSecret(ConfigException e) {
        if (e.origin().filename() == null || e.origin().lineNumber() < 1) {
            return false;
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(e.origin().filename()), StandardCharsets.UTF_8);
            int line = e.origin().lineNumber() - 1;
            return line < lines.size() && SECRET.matcher(lines.get(line)).find();
        } catch (IOException unreadable) {
            // then there is nothing to check it against
            return true;
        }
    }
}
