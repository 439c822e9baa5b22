/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * What there is in this JVM that belongs to all.
 *
 * @param settings what can be set for the whole JVM
 * @param threads the names of its threads, numbers in them aside
 * @param sockets how many are open
 */
record Footprint(Map<String, String> settings, List<String> threads, long sockets) {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    static Footprint take() throws IOException, GeneralSecurityException {
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().forEach((key, value) -> settings.put("property " + key, String.valueOf(value)));
        settings.put("SSL context", String.valueOf(SSLContext.getDefault()));
        settings.put("socket factory", String.valueOf(HttpsURLConnection.getDefaultSSLSocketFactory()));
        settings.put("host names", String.valueOf(HttpsURLConnection.getDefaultHostnameVerifier()));
        settings.put("proxies", String.valueOf(ProxySelector.getDefault()));
        settings.put("authenticator", String.valueOf(Authenticator.getDefault()));
        settings.put("providers", Arrays.toString(Security.getProviders()));
        settings.put("exceptions", String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
        List<String> threads = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            threads.add(thread.getName().replaceAll("[0-9]+", "N"));
        }
        return new Footprint(settings, List.copyOf(threads), openSockets());
    }

    List<String> threads(String part) {
        return threads.stream().filter(name -> name.contains(part)).toList();
    }

    /** The names that are new; how many threads a pool of others has, and that the test is told over RMI, is their matter. */
    List<String> threadsBeyond(Footprint before) {
        return threads.stream()
                .filter(name -> !before.threads.contains(name) && !name.startsWith("RMI "))
                .sorted()
                .toList();
    }

    private static long openSockets() throws IOException {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.filter(Footprint::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            // closed meanwhile
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
