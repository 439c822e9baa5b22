/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

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
