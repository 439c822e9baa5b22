/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a resolver takes when it is told what is wanted of ours, and nothing else; the files are in {@code resolve}. That it finds all is
 * a matter of the build, which fails otherwise.
 */
class ResolveIT {

    private static final String OURS = "io.audithook.";
    private static final Pattern BUNDLE = Pattern.compile("([\\w.-]+);version=");

    /** What the framework has from its operator in any case: components, configurations, logging. */
    private static final Set<String> HOST = Set.of(
            "org.apache.felix.scr",
            "org.osgi.service.component",
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.apache.felix.configadmin",
            "slf4j.api",
            "slf4j.simple",
            "org.apache.aries.spifly.dynamic.bundle",
            "org.objectweb.asm",
            "org.objectweb.asm.commons",
            "org.objectweb.asm.tree",
            "org.objectweb.asm.tree.analysis",
            "org.objectweb.asm.util");

    @ParameterizedTest
    @ValueSource(strings = {"felix", "equinox"})
    void dispatcher_alone_takesTheSmallestSet(String container) throws IOException {
        assertThat(beyondHost(container))
                .containsExactly(
                        "com.fasterxml.jackson.core.jackson-core",
                        "io.audithook.audit.api",
                        "io.audithook.audit.model",
                        "io.audithook.webhook.api",
                        "io.audithook.webhook.dispatcher",
                        "io.audithook.webhook.outbox",
                        "io.audithook.webhook.ssl",
                        "org.xerial.sqlite-jdbc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"felix-everything", "equinox-everything"})
    void everything_takesOfOthersWhatTheDocumentationNames(String container) throws IOException {
        Set<String> ours = beyondHost(container);
        Set<String> others = new TreeSet<>(ours);
        others.removeIf(name -> name.startsWith(OURS));
        ours.removeAll(others);
        assertThat(ours).as("wanted is everything").isEqualTo(built());
        assertThat(others)
                .containsExactly(
                        "com.fasterxml.jackson.core.jackson-core",
                        "com.typesafe.config",
                        "org.apache.commons.commons-fileupload",
                        "org.apache.commons.commons-io",
                        "org.apache.felix.eventadmin",
                        "org.apache.felix.gogo.command",
                        "org.apache.felix.gogo.runtime",
                        "org.apache.felix.gogo.shell",
                        "org.apache.felix.http.jetty12",
                        "org.apache.felix.http.servlet-api",
                        "org.xerial.sqlite-jdbc");
    }

    private static Set<String> beyondHost(String container) throws IOException {
        Properties resolved = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of(System.getProperty("resolved.dir"), container + ".bndrun"))) {
            resolved.load(file);
        }
        Set<String> names = BUNDLE.matcher(resolved.getProperty("-runbundles"))
                .results()
                .map(bundle -> bundle.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(HOST);
        return names;
    }

    /** All bundles that there are of ours, once each. */
    private static Set<String> built() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path bundle : HostsIT.bundles()) {
            try (JarFile jar = new JarFile(bundle.toFile())) {
                names.add(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"));
            }
        }
        names.removeIf(name -> !name.startsWith(OURS) || name.endsWith(".javax"));
        return names;
    }
}
