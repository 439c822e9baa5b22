/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file may hold. */
class HoconFuzzTest {

    @FuzzTest(maxDuration = "20s")
    @DictionaryEntries({
        "webhooks",
        "notification.webhook.endpoints",
        "url",
        "auth",
        "ssl",
        "proxy",
        "headers",
        "${?",
        "include ",
        "required(",
        "file(",
        "+=",
        "\"\"\"",
        "#",
        "//"
    })
    void file_ofAnyBytes_isReadOrRefused(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".conf");
        try {
            Files.write(file, bytes);
            DesiredConfigurations desired = HoconParser.parse(file);
            if (!desired.errors().isEmpty() && !desired.list().isEmpty()) {
                throw new AssertionError("configurations beside " + desired.errors());
            }
        } finally {
            Files.delete(file);
        }
    }
}
