/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The parsers of Prometheus' own client library for Python, which check what they read. */
final class ReferenceParser {

    private static final String PROGRAM = """
            import sys
            if sys.argv[1] == "OPENMETRICS":
                from prometheus_client.openmetrics.parser import text_string_to_metric_families
            else:
                from prometheus_client.parser import text_string_to_metric_families
            text = open(sys.argv[2], encoding="utf-8", newline="").read()
            for family in text_string_to_metric_families(text):
                print("family", family.name, family.type, repr(family.documentation), family.unit)
                for sample in family.samples:
                    print("sample", sample.name, sorted(sample.labels.items()), float(sample.value))
            """;

    private ReferenceParser() {}

    /** What the parser makes of a text, a line for each family and sample; skips the test if it is not installed. */
    static List<String> parse(Exposition format, String text, Path dir) throws Exception {
        Path program = Files.writeString(dir.resolve("parse.py"), PROGRAM);
        Path file = Files.writeString(dir.resolve("metrics.txt"), text);
        // the one of the system has the packages of the system
        Path python = Optional.of(Path.of("/usr/bin/python3"))
                .filter(Files::isExecutable)
                .or(() -> ServerProcess.find("python3"))
                .orElseGet(() -> Assumptions.abort("python3 is not installed"));
        Assumptions.assumeTrue(
                run(python, dir, "-c", "import prometheus_client").isPresent(),
                "python3-prometheus-client is not installed");
        Optional<List<String>> parsed = run(python, dir, program.toString(), format.name(), file.toString());
        assertThat(parsed).as(text).isPresent();
        return parsed.get();
    }

    /** What the program prints; empty if it fails. */
    private static Optional<List<String>> run(Path python, Path dir, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(python.toString()));
        Collections.addAll(command, arguments);
        Path output = Files.createTempFile(dir, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != 0) {
            System.out.println(String.join("\n", lines));
            return Optional.empty();
        }
        return Optional.of(lines);
    }
}
