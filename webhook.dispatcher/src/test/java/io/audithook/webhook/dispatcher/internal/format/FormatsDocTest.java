/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of docs/formats.md are what the code makes. */
class FormatsDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "formats.md");

    private static String example(String name) throws IOException {
        Matcher matcher = Pattern.compile("^```[a-z]+ " + name + "\\n(.*?)\\n```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(DOCUMENT));
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static Payload encode(PayloadFormat format, Map<String, String> settings) throws IOException {
        byte[] event = example("audit").getBytes(StandardCharsets.UTF_8);
        Entry entry = new Entry(1, "01999b0a-7c5e-7000-8000-000000000001", Instant.EPOCH, "AV4Z", event);
        return format.encoder(settings).encode(entry, new AuditEventJson(JsonLimits.DEFAULT).stored(event));
    }

    @Test
    void examples_all_areWhatTheCodeMakes() throws IOException {
        assertThat(encode(new AuditFormat(), Map.of()).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(example("audit"));
        assertThat(encode(new CloudEventsFormat(), Map.of()).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(example("structured"));
        assertThat(encode(new CloudEventsFormat(), Map.of("mode", "binary")).headers().entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .collect(Collectors.joining("\n")))
                .isEqualTo(example("binary"));
    }
}
