/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsWarningsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

    @Test
    void profile_inOrder_hasNone() {
        assertThat(TlsWarnings.of(new ShownProfile("lab", List.of(), List.of(expiringIn(30))), NOW))
                .isEmpty();
    }

    @Test
    void profile_withLooseChecksAndOldCertificates_namesEach() {
        TlsProfile profile = new ShownProfile(
                "lab", List.of("acceptAnyCertificate"), List.of(expiringIn(29), expiringIn(0), expiringIn(-1)));
        assertThat(TlsWarnings.of(profile, NOW))
                .containsExactly(
                        "TLS profile lab: acceptAnyCertificate is set so that a check is left out: anybody on the way may"
                                + " read and change what is sent",
                        "TLS profile lab: key certificate 'CN=me' expires in 29 days",
                        "TLS profile lab: key certificate 'CN=me' expires in 0 days",
                        "TLS profile lab: key certificate 'CN=me' has expired");
    }

    private static TlsCertificate expiringIn(int days) {
        return new TlsCertificate(TlsCertificate.Role.KEY, "CN=me", "1", NOW.plus(Duration.ofDays(days)));
    }
}
