/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import io.audithook.itest.Form.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes docs/configuration.md from the Metatype in the jars of the bundles. */
final class ConfigurationTables {

    private static final String HEAD = """
            # Configuration

            <!-- Made from the Metatype of the bundles. To make it anew: mvn verify -Dconfiguration.write=true -->

            Every setting is in Config Admin, whatever writes it: a `.cfg` file, HOCON, Web Console, Karaf's shell. A value may be of
            every type that a tool writes; a list may be an array, or one text with commas between. A blank value counts as absent. The case
            of a key makes no difference, as it makes none to Config Admin.

            - *Durations* are a number and a unit: `500 ms`, `30 s`, `5 min`, `2 h`, `3 d`; a number alone is of milliseconds. From 1 ms to
              3,650 d, unless the key says that there may be none.
            - *Sizes* are a number and a unit: `512 MiB`, `8 GiB`, `10 MB`; a number alone is of bytes.
            - *Secrets* are the secret itself, or `file:PATH`, or `env:NAME`. Files are looked at every two seconds.
            - All that is wrong with a configuration is said at once, with PID, key, value and rule, and what is wrong has no effect:
              an endpoint is INVALID. If it delivered until then, it goes on as it was, as long as the services are there that it has;
              else, and after the next start, its events wait. A TLS or proxy profile, the outbox, what takes events over HTTP, sources of
              events, `/metrics` and the watch of HOCON files go on as they were, too, and are not there after the next start; events over
              HTTP are answered with 503 then. A file for one of the first four without any key that is known counts as cut off, and so as a mistake.
              Filters and addresses are not there from then on, and nothing is sent that needs them. Secrets are not shown, nor user, password
              and query of a URL.
            - In a folder of File Install, `io.audithook.endpoint~NAME` is the file `io.audithook.endpoint-NAME.cfg`: with a tilde it
              belongs to no factory, and nobody reads it. With Config Admin and the Configurator it has the tilde, and no hyphen. A PID
              without `~NAME` has one configuration; one with a name behind it, such as a copy beside the file, is an error, since it
              would take its place. Each of these is told in the log.
            - Where there is `~NAME`, one without a name (`io.audithook.filter.cfg`) cannot be used. As soon as it keeps others from
              being read, it is bound to the location `audithook:needs-a-name`, where nobody reads it, and the others are read.
            - A configuration that is bound to the location of a bundle is read by that bundle alone. One that is bound elsewhere, as
              `getConfiguration(PID)` makes it, is a warning, and an endpoint waits; make it with the location `"?"`.
            - A placeholder `$[...]` that nothing has resolved is an error, wherever in a value it stands.
            - A key that is not known is an error if it is spelt like a known one, begins like one (`auth.`, `trust.`, ..., also `auth`
              alone), or has a word of security in it (`token`, `password`, `filter`, `secret`, ...): without it an endpoint could run with less
              security than meant. In `io.audithook.address`, filters, TLS and proxy profiles, `io.audithook.http` and `.metrics` each one is an error.
              A line that has no value, or is no word, is an error everywhere and is not shown, since it may be a piece of a secret above it.
              Any other is a
              warning. Keys that begin with a dot or a colon, or with `service.`, `felix.`, `component.`, `config.`, `jmx.`,
              `webconsole.`, `osgi.`, `org.` or `audithook.` belong to others.
            """;

    private static final Set<String> EXAMPLES = Set.of("io.audithook.receiver");

    private static final String DURATION = "Duration";
    private static final String SIZE = "Bytes";
    private static final String MEASURED = "In ";

    private static final Map<String, String> TYPES = Map.of(
            "String",
            "text",
            "Integer",
            "whole number",
            "Double",
            "number",
            "Boolean",
            "true or false",
            "Password",
            "secret");

    private ConfigurationTables() {}

    static String of(List<Path> jars) throws IOException {
        Map<String, String> sections = new TreeMap<>();
        for (Path jar : jars) {
            for (Form form : Form.of(jar)) {
                if (form.pid().startsWith("io.audithook.") && !EXAMPLES.contains(form.pid())) {
                    sections.put(form.pid(), section(form));
                }
            }
        }
        return HEAD + String.join("", sections.values());
    }

    private static String section(Form form) {
        List<String> lines = new ArrayList<>();
        lines.add("\n## `" + form.pid() + (form.isFactory() ? "~NAME" : "") + "`\n");
        lines.add(form.description() + "\n");
        lines.add("| key | type | unit | default | limits | effect |");
        lines.add("|---|---|---|---|---|---|");
        form.fields().stream().map(ConfigurationTables::row).sorted().forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private static String row(Field field) {
        // Metatype has a backslash before what would part or trim it
        String standard =
                field.standard().replace(",", ", ").replaceAll("\\\\(.)", "$1").replace("|", "\\|");
        return "| `" + field.id() + "` | " + type(field) + " | " + unit(field) + " | "
                + (field.isRequired() ? "must be set" : standard.isEmpty() ? "" : "`" + standard + "`") + " | "
                + limits(field) + " | " + field.description().replace("|", "\\|") + " |";
    }

    private static String type(Field field) {
        String type = TYPES.getOrDefault(field.type(), field.type());
        if (field.description().startsWith(DURATION)) {
            type = "duration";
        } else if (field.description().startsWith(SIZE)) {
            type = "size";
        }
        return field.isList() ? "list: " + type : type;
    }

    /** Of a number alone; descriptions begin with it. */
    private static String unit(Field field) {
        String description = field.description();
        if (description.startsWith(DURATION)) {
            return "ms";
        }
        if (description.startsWith(SIZE)) {
            return "bytes";
        }
        return description.startsWith(MEASURED)
                ? description.substring(MEASURED.length()).replaceFirst("[ :,.].*", "")
                : "";
    }

    private static String limits(Field field) {
        if (!field.options().isEmpty()) {
            return "`" + String.join("`, `", field.options()) + "`";
        }
        return field.min()
                .map(min -> field.max().map(max -> min + " to " + max).orElse("from " + min))
                .orElse("");
    }
}
