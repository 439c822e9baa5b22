/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    private final Certificates certificates = Certificates.create();

    @Test
    void valid_isSignedByTheAuthority_forLoopback() throws Exception {
        X509Certificate certificate = certificates.named("valid").certificate();
        certificate.checkValidity();
        certificate.verify(certificates.authority().getPublicKey());
        assertThat(certificates.authority().getBasicConstraints()).isGreaterThanOrEqualTo(0);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void others_areBadInOneWay() {
        assertThatThrownBy(() -> certificates.named("expired").certificate().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(
                        () -> certificates.named("not-yet-valid").certificate().checkValidity())
                .isInstanceOf(CertificateNotYetValidException.class);
        X509Certificate self = certificates.named("self-signed").certificate();
        assertThat(self.getIssuerX500Principal()).isEqualTo(self.getSubjectX500Principal());
        assertThat(certificates.named("missing-intermediate").chain()).hasSize(1);
        assertThat(((RSAPublicKey) certificates.named("weak-key").certificate().getPublicKey())
                        .getModulus()
                        .bitLength())
                .isEqualTo(768);
        assertThatThrownBy(() -> certificates.named("best"))
                .hasMessage("\"best\" is no identity; they are " + String.join(", ", Certificates.NAMES));
    }

    @Test
    void keyStore_thereAndBack_isTheSameIdentity() {
        char[] password = "secret".toCharArray();
        Identity identity = certificates.client("me");
        Identity again = Identity.from(identity.keyStore(password), password);
        assertThat(again.chain()).isEqualTo(identity.chain());
        assertThat(again.key()).isEqualTo(identity.key());
        assertThat(identity).hasToString("client CN=me");
    }
}
