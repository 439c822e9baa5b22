/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Says what a file would become, without a container, and without touching anything. */
public final class Check {

    private Check() {}

    /**
     * Prints the configurations as Config Admin would get them, each value with its file and line, and all problems.
     * Secrets are masked.
     *
     * @param file the file
     * @param judge what else is to be asked about each configuration
     * @return 0 if nothing is wrong, 1 if anything is
     */
    public static int run(Path file, PrintStream out, Judge judge) {
        Path path = file.toAbsolutePath().normalize();
        DesiredConfigurations desired = HoconParser.parse(path);
        List<String> errors = new ArrayList<>(desired.errors());
        if (HoconSource.isBlank(path)) {
            errors.add(path + ": is empty");
        }
        List<String> warnings = new ArrayList<>(desired.warnings());
        List<Findings.Line> findings = new ArrayList<>();
        for (Desired one : desired.list()) {
            print(one, out);
            judge.findings(one.pid(), one.properties()).orElse(List.of()).stream()
                    .map(finding -> Findings.Line.of(one, finding))
                    .forEach(findings::add);
        }
        errors.addAll(few(findings.stream().filter(Findings.Line::isError)));
        warnings.addAll(few(findings.stream().filter(line -> !line.isError())));
        desired.notices().forEach(notice -> out.println("info: " + notice));
        Elsewhere.of(desired.list()).forEach(line -> out.println("info: " + Problems.printable(line)));
        warnings.forEach(warning -> out.println("warning: " + warning));
        errors.forEach(error -> out.println("error: " + error));
        String counted = count(warnings.size(), "warning");
        if (errors.isEmpty()) {
            out.println(file + ": " + count(desired.list().size(), "configuration") + ", " + counted + ", no error");
            return 0;
        }
        out.println(file + ": " + count(errors.size(), "error") + ", " + counted + "; "
                + (desired.errors().isEmpty() && !desired.list().isEmpty()
                        ? "what is wrong would have no effect"
                        : "nothing would be changed"));
        return 1;
    }

    private static List<String> few(Stream<Findings.Line> findings) {
        return Alike.few(findings.toList(), Findings.Line::kind, Findings.Line::text);
    }

    private static void print(Desired desired, PrintStream out) {
        out.println(desired.pid());
        new TreeMap<>(desired.properties())
                .forEach((key, value) -> out.println("  " + key + " = " + oneLine(Secrets.masked(key, value)) + "    # "
                        + desired.places().get(key)));
        out.println();
    }

    private static String oneLine(Object value) {
        return Problems.printable(value.toString().replace("\r", "").replace("\n", "\\n"));
    }

    private static String count(int number, String what) {
        return number == 1 ? "1 " + what : number + " " + what + "s";
    }
}
