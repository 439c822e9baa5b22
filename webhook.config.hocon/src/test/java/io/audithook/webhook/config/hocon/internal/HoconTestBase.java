/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Parses texts as a file of a temporary folder. */
abstract class HoconTestBase {

    @TempDir
    Path folder;

    final DesiredConfigurations parse(String text) throws IOException {
        return HoconParser.parse(Files.writeString(folder.resolve("a.conf"), text));
    }

    /** The endpoint of a file with one endpoint and no errors. */
    final Map<String, Object> endpoint(String text) throws IOException {
        return only(Desired.ENDPOINT, parse(text));
    }

    final Map<String, Object> tls(String text) throws IOException {
        return only(Desired.TLS, parse(text));
    }

    final Map<String, Object> proxy(String text) throws IOException {
        return only(Desired.PROXY, parse(text));
    }

    /** What a problem of this place begins with. */
    final String at(String lineAndMessage) {
        return folder.resolve("a.conf") + ": " + lineAndMessage;
    }

    final Path path(String name) {
        return folder.resolve(name);
    }

    static String example(String name) throws IOException {
        try (InputStream stream = HoconTestBase.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Object> only(String factoryPid, DesiredConfigurations desired) {
        assertThat(desired.errors()).isEmpty();
        return desired.list().stream()
                .filter(one -> one.factoryPid().equals(factoryPid))
                .findFirst()
                .orElseThrow()
                .properties();
    }
}
