/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way from a server's certificate to one that is trusted. A server may send any certificates besides, which must
 * count for nothing.
 *
 * @param path the certificates below the anchor, the server's first
 * @param anchor what is trusted
 */
record TrustPath(CertPath path, X509Certificate anchor) {

    TrustPath {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(anchor, "anchor");
    }

    /** The way for a chain that has been found trustworthy. */
    static TrustPath of(X509Certificate[] chain, X509Certificate... anchors) throws GeneralSecurityException {
        if (Arrays.asList(anchors).contains(chain[0])) {
            return new TrustPath(CertificateFactory.getInstance("X.509").generateCertPath(List.of()), chain[0]);
        }
        Set<TrustAnchor> trusted = Arrays.stream(anchors)
                .map(anchor -> new TrustAnchor(anchor, null))
                .collect(Collectors.toSet());
        X509CertSelector server = new X509CertSelector();
        server.setCertificate(chain[0]);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, server);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(Arrays.asList(chain))));
        PKIXCertPathBuilderResult built =
                (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
        return new TrustPath(built.getCertPath(), built.getTrustAnchor().getTrustedCert());
    }

    /** All of it, the server's first and the trusted one last. */
    List<X509Certificate> certificates() {
        List<X509Certificate> all = new ArrayList<>();
        path.getCertificates().forEach(certificate -> all.add((X509Certificate) certificate));
        all.add(anchor);
        return all;
    }
}
