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

/** Says what a file would become, without a container, and without touching anything. */
public final class Check {

    private Check() {}

    /**
     * Prints the configurations as Config Admin would get them, each value with its file and line, and all problems.
     * Secrets are masked.
     *
     * @param file the file
     * @return 0 if it would be applied, 1 if not
     */
    public static int run(Path file, PrintStream out) {
        DesiredConfigurations desired = HoconParser.parse(file.toAbsolutePath().normalize());
        List<String> errors = new ArrayList<>(desired.errors());
        for (Desired one : desired.list()) {
            print(one, out);
        }
        desired.warnings().forEach(warning -> out.println("warning: " + warning));
        errors.forEach(error -> out.println("error: " + error));
        String warnings = count(desired.warnings().size(), "warning");
        out.println(
                errors.isEmpty()
                        ? file + ": " + count(desired.list().size(), "configuration") + ", " + warnings + ", no error"
                        : file + ": " + count(errors.size(), "error") + ", " + warnings + "; nothing would be changed");
        return errors.isEmpty() ? 0 : 1;
    }

    private static void print(Desired desired, PrintStream out) {
        out.println(desired.pid());
        new TreeMap<>(desired.properties())
                .forEach((key, value) -> out.println("  " + key + " = " + oneLine(Secrets.masked(key, value)) + "    # "
                        + desired.places().get(key)));
        out.println();
    }

    private static String oneLine(Object value) {
        return value.toString().replace("\r", "").replace("\n", "\\n");
    }

    private static String count(int number, String what) {
        return number == 1 ? "1 " + what : number + " " + what + "s";
    }
}
