/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.Test;

/** What the resolver of bnd takes of what there is for Karaf; that it finds all is a matter of the build, which fails otherwise. */
public class ResolveIT {

    private static final Pattern BUNDLE = Pattern.compile("([\\w.-]+);version=");

    @Test
    public void features_takeWhatKarafHas_andThreeOfOthers() throws IOException {
        assertEquals(
                List.of(
                        "com.fasterxml.jackson.core.jackson-core",
                        "com.typesafe.config",
                        "org.apache.felix.configadmin",
                        "org.apache.felix.scr",
                        "org.apache.karaf.jaas.boot",
                        "org.apache.karaf.services.eventadmin",
                        "org.apache.karaf.shell.core",
                        "org.jline",
                        "org.ops4j.pax.logging.pax-logging-api",
                        "org.osgi.service.component",
                        "org.osgi.util.function",
                        "org.osgi.util.promise",
                        "org.xerial.sqlite-jdbc"),
                resolved("karaf").stream()
                        .filter(name -> !name.startsWith("io.audithook."))
                        .toList());
    }

    @Test
    public void servlets_takeTheHttpServiceOfKaraf() throws IOException {
        assertEquals(
                List.of(
                        "org.ops4j.pax.web.pax-web-api",
                        "org.ops4j.pax.web.pax-web-compatibility-servlet31",
                        "org.ops4j.pax.web.pax-web-jetty",
                        "org.ops4j.pax.web.pax-web-runtime",
                        "org.ops4j.pax.web.pax-web-spi",
                        "org.ops4j.pax.web.pax-web-tomcat-common"),
                resolved("karaf-web").stream()
                        .filter(name -> name.startsWith("org.ops4j.pax.web."))
                        .toList());
    }

    /** The names of the bundles that a file of requirements led to. */
    private static List<String> resolved(String requirements) throws IOException {
        Properties resolved = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of(System.getProperty("resolved.dir"), requirements + ".bndrun"))) {
            resolved.load(file);
        }
        return BUNDLE.matcher(resolved.getProperty("-runbundles"))
                .results()
                .map(bundle -> bundle.group(1))
                .sorted()
                .toList();
    }
}
