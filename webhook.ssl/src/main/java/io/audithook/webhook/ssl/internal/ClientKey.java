/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A private key and the certificates that go with it, its own first.
 *
 * @param key the key
 * @param chain its certificate, then the issuer of that, and so on
 */
record ClientKey(PrivateKey key, List<X509Certificate> chain) {

    ClientKey {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
    }

    /** Puts the certificates in order. The message continues a sentence that begins with where they are from. */
    static ClientKey of(PrivateKey key, List<X509Certificate> certificates) throws MaterialException {
        for (X509Certificate certificate : certificates) {
            if (fits(key, certificate)) {
                return new ClientKey(key, chain(certificate, certificates));
            }
        }
        throw new MaterialException("holds no certificate that fits its private key, only "
                + certificates.stream()
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName())
                        .toList());
    }

    private static List<X509Certificate> chain(X509Certificate own, List<X509Certificate> certificates) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        List<X509Certificate> others = new ArrayList<>(certificates);
        others.remove(own);
        for (int i = 0; i < others.size(); i++) {
            X509Certificate last = chain.get(chain.size() - 1);
            if (others.get(i).getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
                chain.add(others.remove(i));
                i = -1;
            }
        }
        return chain;
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] proof = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(proof);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(proof);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // of another curve or size, and so not its key
            return false;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ClientKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
    }
}
