/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The two examples of TheHive's documentation, as they are. */
class ExamplesTest extends HoconTestBase {

    @Test
    void example_minimal_isAnEndpoint() throws IOException {
        DesiredConfigurations desired = parse(example("minimal.conf"));
        assertThat(desired.list())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("places")
                .containsExactly(new Desired(
                        "io.audithook.endpoint",
                        "myLocalWebHook",
                        Map.of("url", "http://my_HTTP_endpoint/webhook"),
                        Map.of()));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
    }

    @Test
    void example_secured_isAnEndpointWithProfiles() throws IOException {
        DesiredConfigurations desired = parse(example("secured.conf"));
        assertThat(desired.list())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("places")
                .containsExactly(
                        new Desired(
                                "io.audithook.tls",
                                "securedWebHook",
                                Map.of(
                                        "trust.type",
                                        "JKS",
                                        "trust.path",
                                        path("keystore.jks").toString(),
                                        "trust.password",
                                        "password1"),
                                Map.of()),
                        new Desired(
                                "io.audithook.proxy",
                                "securedWebHook",
                                Map.of("type", "http", "host", "10.1.0.1", "port", 3128),
                                Map.of()),
                        new Desired(
                                "io.audithook.endpoint",
                                "securedWebHook",
                                Map.of(
                                        "url",
                                        "https://my_HTTP_endpoint/webhook",
                                        "tls.target",
                                        "(tls.name=securedWebHook)",
                                        "proxy.target",
                                        "(proxy.name=securedWebHook)"),
                                Map.of()));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
    }
}
