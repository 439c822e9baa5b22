/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundleJarsTest {

    @Test
    void rank_logFirst_thenWhatConfiguresTheRest() {
        assertThat(Stream.of(
                                "org.apache.felix.fileinstall-3.7.4.jar",
                                "webhook.ssl-1.jar",
                                "org.apache.felix.configadmin-1.jar",
                                "org.osgi.service.log-1.5.0.jar",
                                "slf4j-api-2.jar",
                                "logback-core-1.jar",
                                "asm-9.jar")
                        .sorted(Comparator.comparingInt(BundleJars::rank)))
                .containsExactly(
                        "asm-9.jar",
                        "logback-core-1.jar",
                        "slf4j-api-2.jar",
                        "org.osgi.service.log-1.5.0.jar",
                        "org.apache.felix.configadmin-1.jar",
                        "org.apache.felix.fileinstall-3.7.4.jar",
                        "webhook.ssl-1.jar");
    }
}
