/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.LOOPBACK;
import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audithook.fault.server.Script;
import io.audithook.webhook.api.AddressPolicy;
import java.net.URI;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks certificates of one authority, at a time and with a policy that can be changed. */
final class RevocationCheck {

    private final Authority authority;
    private Supplier<Optional<AddressPolicy>> addresses = LOOPBACK;
    private List<CRL> lists = List.of();
    private Instant now = Instant.now();

    RevocationCheck(Authority authority) {
        this.authority = authority;
    }

    static RevocationSettings settings(String mode, Object... keysAndValues) {
        Object[] all = new Object[keysAndValues.length + 2];
        all[0] = "revocation";
        all[1] = mode;
        for (int i = 0; i < keysAndValues.length; i++) {
            all[i + 2] = keysAndValues[i] instanceof URI ? keysAndValues[i].toString() : keysAndValues[i];
        }
        return RevocationSettings.from(values(TLS, all));
    }

    /** A policy that forbids this host. */
    static Optional<AddressPolicy> internet() {
        return Optional.of(AddressRules.from(values(AddressConfig.PID, "profile", "public-only")));
    }

    static Script answer(X509CRL list) throws CRLException {
        return answer(list.getEncoded());
    }

    static Script answer(byte[] body) {
        return answer(Script.accept().readRequest(), body);
    }

    static Script answer(Script asked, byte[] body) {
        return asked.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                .write(body)
                .close();
    }

    static X509Certificate certificate(ClientKey key) {
        return key.chain().get(0);
    }

    TrustPath path(ClientKey key) throws Exception {
        return TrustPath.of(key.chain().toArray(new X509Certificate[0]), authority.certificate());
    }

    void allow(Supplier<Optional<AddressPolicy>> policy) {
        addresses = policy;
    }

    /** What was in the files. */
    void know(CRL... known) {
        lists = List.of(known);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Revocation of(RevocationSettings settings) {
        return new Revocation(
                settings,
                lists,
                new OcspAnswers(settings, () -> addresses.get(), () -> now),
                new ListAnswers(() -> addresses.get(), settings.timeout(), () -> now));
    }

    Optional<CertPathValidatorException> result(RevocationSettings settings, ClientKey key) throws Exception {
        return of(settings).check(path(key), Map.of());
    }

    CertPathValidatorException failure(RevocationSettings settings, ClientKey key) {
        CertPathValidatorException failure =
                catchThrowableOfType(CertPathValidatorException.class, () -> result(settings, key));
        assertThat(failure).as("failure").isNotNull();
        return failure;
    }
}
