/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The bundles that the launcher's own jar carries, as runtime.bndrun lists them. */
final class BundleJars {

    private static final String FOLDER = "export/runtime/";

    /**
     * What starts first: what logging is made of, since SLF4J looks for its provider once and SPI Fly must be there to show it;
     * then what others report and are configured by, of which File Install hands over what lies in etc/ before it returns:
     * or else endpoints would begin by what was there at the last stop.
     */
    private static final List<String> FIRST = List.of(
            "asm",
            "org.apache.aries.spifly",
            "logback",
            "slf4j",
            "org.osgi.service.log",
            "org.apache.felix.configadmin",
            "org.apache.felix.fileinstall",
            "org.apache.felix.scr");

    private BundleJars() {}

    /** Installs all of them; gives them by symbolic name, in the order in which to start them. */
    static Map<String, Bundle> install(BundleContext context) throws BundleException, IOException {
        Map<String, Bundle> bundles = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(self().toFile())) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().startsWith(FOLDER)
                            && entry.getName().endsWith(".jar"))
                    .sorted(Comparator.comparingInt((JarEntry entry) -> rank(name(entry)))
                            .thenComparing(JarEntry::getName))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = jar.getInputStream(entry)) {
                    Bundle bundle = context.installBundle("audithook:" + name(entry), in);
                    bundles.put(bundle.getSymbolicName(), bundle);
                }
            }
        }
        return bundles;
    }

    /** Copies those whose names begin so into a folder. */
    static List<Path> copy(List<String> beginnings, Path folder) throws IOException {
        List<Path> copies = new ArrayList<>();
        try (JarFile jar = new JarFile(self().toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.startsWith(FOLDER) && beginnings.stream().anyMatch(name(entry)::startsWith)) {
                    Path copy = folder.resolve(name(entry));
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, copy);
                    }
                    copies.add(copy);
                }
            }
        }
        return copies;
    }

    /** Smaller starts earlier. */
    static int rank(String name) {
        for (int i = 0; i < FIRST.size(); i++) {
            if (name.startsWith(FIRST.get(i))) {
                return i;
            }
        }
        return FIRST.size();
    }

    private static String name(JarEntry entry) {
        return entry.getName().substring(FOLDER.length());
    }

    /** The jar of the launcher. */
    static Path self() {
        return Path.of(URI.create(BundleJars.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }
}
