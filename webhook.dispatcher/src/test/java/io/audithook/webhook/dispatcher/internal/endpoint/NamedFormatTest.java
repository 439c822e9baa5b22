/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.dispatcher.internal.format.CloudEventsFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NamedFormatTest {

    private static final PayloadEncoder ENCODER = (entry, event) -> new Payload("text/plain", new byte[0]);

    @Test
    void format_asked_getsItsOwnSettingsAsText() {
        AtomicReference<Map<String, String>> got = new AtomicReference<>();
        NamedFormat format = new NamedFormat("mine", settings -> {
            got.set(settings);
            return ENCODER;
        });
        Map<String, Object> configuration = Map.of(
                "url", "http://h/",
                "mine.a", " text ",
                "mine.b", 5,
                "mine.c", new String[] {"x", "y"},
                "mine.d", List.of("z"),
                "mine.e", " ",
                "minePart", "no",
                "auth.token", "s3cret");
        assertThat(format.encoder(configuration, 1)).isSameAs(ENCODER);
        assertThat(got.get())
                .containsOnly(Map.entry("a", "text"), Map.entry("b", "5"), Map.entry("c", "x,y"), Map.entry("d", "z"));
    }

    @Test
    void format_thatObjects_isQuotedWithTheWholeKey() {
        NamedFormat format = new NamedFormat("cloudevents", new CloudEventsFormat());
        assertThatThrownBy(() -> format.encoder(Map.of("cloudevents.mode", "loud"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cloudevents.mode=\"loud\" must be structured or binary");
    }

    @Test
    void format_thatObjectsToSeveral_isQuotedWithAll() {
        NamedFormat format = new NamedFormat("cloudevents", new CloudEventsFormat());
        Map<String, Object> configuration = Map.of(
                "cloudevents.mode", "X",
                "cloudevents.source", "a b",
                "cloudevents.type", "{n}",
                "cloudevents.dataschema", "x",
                "cloudevents.sorce", "y");
        assertThatThrownBy(() -> format.encoder(configuration, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cloudevents.sorce is not known; must be one of [dataschema, mode, source, type];"
                        + " cloudevents.mode=\"X\" must be structured or binary;"
                        + " cloudevents.source=\"a b\" must be at most 1024 visible ASCII characters;"
                        + " cloudevents.type=\"{n}\" must hold no braces but in {objectType} and {operation};"
                        + " cloudevents.dataschema=\"x\" must be an absolute URI, such as https://example.com/schema");
    }

    @Test
    void format_thatFails_makesTheConfigurationInvalid() {
        assertThatThrownBy(() -> new NamedFormat("mine", settings -> null).encoder(Map.of(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("format mine failed: java.lang.NullPointerException: the encoder is null");
    }

    @Test
    void batches_ofAFormatThatJoinsNone_areRefused() {
        NamedFormat binary = new NamedFormat("cloudevents", new CloudEventsFormat());
        Map<String, Object> configuration = Map.of("cloudevents.mode", "binary");
        assertThat(binary.encoder(configuration, 1).joins()).isFalse();
        assertThatThrownBy(() -> binary.encoder(configuration, 10))
                .hasMessage("batch.size=10 must be 1, for format cloudevents as it is set puts no events together");
    }
}
