/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    private static final Outcome ALERT =
            Failures.classify(new SSLHandshakeException("Received fatal alert: unknown_ca"), false, Phase.CONNECT);

    @Test
    void named_hintAboutAProfile_saysWhich() {
        assertThat(Failures.named(ALERT, "ca").detail())
                .isEqualTo(
                        "Received fatal alert: unknown_ca: set key.path in io.audithook.tls~ca to a certificate that the"
                                + " other side takes");
    }

    @Test
    void named_profileThatNoConfigurationMakes_leavesTheFactory() {
        assertThat(Failures.named(ALERT, "default")).isSameAs(ALERT);
    }

    @Test
    void named_otherOutcomes_stayAsTheyAre() {
        assertThat(Failures.named(Outcome.delivered(200), "ca")).isSameAs(Outcome.delivered(200));
        Outcome broken = Failures.classify(new EOFException(), false, Phase.HEADERS);
        assertThat(Failures.named(broken, "ca")).isSameAs(broken);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void descriptors_thatHaveRunOut_areAFaultOfOurs(boolean proxied) {
        ConnectException failure = new ConnectException("Could not connect to /127.0.0.1:80");
        failure.initCause(new SocketException("Too many open files"));
        Outcome outcome = Failures.classify(failure, proxied, Phase.CONNECT);
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.LOCAL);
        assertThat(outcome.detail())
                .isEqualTo("this process may open no more connections and files (Too many open files); raise its limit"
                        + " (ulimit -n)");
        assertThat(Failures.ofHandshake(failure, proxied).kind()).isEqualTo(Outcome.Kind.LOCAL);
    }
}
