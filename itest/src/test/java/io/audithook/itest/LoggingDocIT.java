/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** That docs/logging.md names the loggers there are. */
public class LoggingDocIT {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `io\\.audithook\\.([a-z.]+)` \\|");

    private final Path docs = Path.of(System.getProperty("configuration.doc")).getParent();

    @Test
    public void everyModuleThatLogs_hasARow_andNoOther() throws IOException {
        Set<String> rows = ROW.matcher(Files.readString(docs.resolve("logging.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(modulesThatLog(), rows);
    }

    /** By their folders, which have the names of the bundles. */
    private Set<String> modulesThatLog() throws IOException {
        Path root = docs.resolveSibling(".").normalize();
        try (Stream<Path> modules = Files.list(root);
                Stream<Path> examples = Files.list(root.resolve("examples"))) {
            return Stream.concat(modules, examples)
                    .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")) && logs(folder))
                    .map(folder -> root.relativize(folder).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean logs(Path folder) {
        try (Stream<Path> files = Files.walk(folder.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).anyMatch(LoggingDocIT::hasLogger);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasLogger(Path file) {
        try {
            return Files.readString(file).contains("LoggerFactory.getLogger(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
