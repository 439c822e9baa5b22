/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Writes docs/configuration.md from the Metatype in the jars of the bundles. */
final class ConfigurationTables {

    private static final String HEAD = """
            # Configuration

            <!-- Made from the Metatype of the bundles. To make it anew: mvn verify -Dconfiguration.write=true -->

            Every setting is in Config Admin, whatever writes it: a `.cfg` file, HOCON, Web Console, Karaf's shell. A value may be of
            every type that a tool writes; a list may be an array, or one text with commas between. A blank value counts as absent.

            - *Durations* are a number and a unit: `500 ms`, `30 s`, `5 min`, `2 h`, `3 d`; a number alone is of milliseconds.
            - *Sizes* are a number and a unit: `512 MiB`, `8 GiB`, `10 MB`; a number alone is of bytes.
            - *Secrets* are the secret itself, or `file:PATH`, or `env:NAME`. Files are looked at every two seconds.
            - All that is wrong with a configuration is said at once, with PID, key, value and rule, and what is wrong has no effect:
              there is no such profile then, and an endpoint is INVALID and its events wait. Secrets are not shown.
            - A placeholder `$[...]` that nothing has resolved is an error, wherever in a value it stands.
            - A key that is not known is an error if it is spelt like a known one, or begins like one (`auth.`, `trust.`, ...): without
              it an endpoint could run with less security than meant. In `io.audithook.address` each one is an error. Any other is a
              warning. Keys that begin with a dot or a colon, or with `service.`, `felix.`, `component.`, `config.`, `jmx.`,
              `webconsole.`, `osgi.`, `org.` or `audithook.` belong to others.
            """;

    private static final Set<String> EXAMPLES = Set.of("io.audithook.receiver");

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
            read(jar, sections);
        }
        return HEAD + String.join("", sections.values());
    }

    private static void read(Path jar, Map<String, String> sections) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream()
                    .filter(one -> one.getName().matches("OSGI-INF/metatype/.*\\.xml"))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    add(in, sections);
                }
            }
        }
    }

    private static void add(InputStream in, Map<String, String> sections) throws IOException {
        Element root;
        try {
            root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(e);
        }
        Map<String, Element> forms = new HashMap<>();
        children(root, "OCD").forEach(form -> forms.put(form.getAttribute("id"), form));
        children(root, "Designate").forEach(designate -> {
            String factory = designate.getAttribute("factoryPid");
            String pid = factory.isEmpty() ? designate.getAttribute("pid") : factory + "~NAME";
            Element object = children(designate, "Object").findFirst().orElseThrow();
            if (pid.startsWith("io.audithook.") && !EXAMPLES.contains(pid)) {
                sections.put(pid, section(pid, forms.get(object.getAttribute("ocdref"))));
            }
        });
    }

    private static String section(String pid, Element form) {
        List<String> lines = new ArrayList<>();
        lines.add("\n## `" + pid + "`\n");
        lines.add(form.getAttribute("description") + "\n");
        lines.add("| key | type | default | limits | effect |");
        lines.add("|---|---|---|---|---|");
        children(form, "AD").map(ConfigurationTables::row).sorted().forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private static String row(Element field) {
        boolean required = !field.getAttribute("required").equals("false");
        // Metatype has a backslash before what would part or trim it
        String standard = field.getAttribute("default")
                .replace(",", ", ")
                .replaceAll("\\\\(.)", "$1")
                .replace("|", "\\|");
        return "| `" + field.getAttribute("id") + "` | " + type(field) + " | "
                + (required ? "must be set" : standard.isEmpty() ? "" : "`" + standard + "`") + " | "
                + limits(field) + " | " + field.getAttribute("description").replace("|", "\\|") + " |";
    }

    private static String type(Element field) {
        String description = field.getAttribute("description");
        String type = TYPES.getOrDefault(field.getAttribute("type"), field.getAttribute("type"));
        if (description.startsWith("Duration")) {
            type = "duration";
        } else if (description.startsWith("Bytes")) {
            type = "size";
        } else if (description.startsWith("In ")) {
            type += ", " + description.substring(3).replaceFirst("[ :].*", "");
        }
        String cardinality = field.getAttribute("cardinality");
        return cardinality.isEmpty() || cardinality.equals("0") ? type : "list: " + type;
    }

    private static String limits(Element field) {
        List<String> options = children(field, "Option")
                .map(option -> "`" + option.getAttribute("value") + "`")
                .toList();
        if (!options.isEmpty()) {
            return String.join(", ", options);
        }
        String min = field.getAttribute("min");
        String max = field.getAttribute("max");
        return min.isEmpty() && max.isEmpty() ? "" : max.isEmpty() ? "from " + min : min + " to " + max;
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }
}
