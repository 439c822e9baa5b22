/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A certificate authority of the tests. */
final class Authority {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair keys;
    private final X509Certificate certificate;
    private final List<X509Certificate> above;

    private Authority(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
        this.keys = keys;
        this.certificate = certificate;
        this.above = above;
    }

    static Authority root(String name) throws Exception {
        KeyPair keys = keys("EC");
        X500Principal self = new X500Principal("CN=" + name);
        return new Authority(
                keys,
                sign(
                        keys,
                        self,
                        keys,
                        self,
                        true,
                        List.of(),
                        Validity.now(),
                        Map.of(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))),
                List.of());
    }

    Authority below(String name) throws Exception {
        return below(name, KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    Authority belowWithoutLists(String name) throws Exception {
        return below(name, KeyUsage.keyCertSign);
    }

    private Authority below(String name, int usage) throws Exception {
        KeyPair own = keys("EC");
        X509Certificate signed = sign(
                keys,
                certificate.getSubjectX500Principal(),
                own,
                new X500Principal("CN=" + name),
                true,
                List.of(),
                Validity.now(),
                Map.of(Extension.keyUsage, new KeyUsage(usage)));
        return new Authority(own, signed, chain());
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A key for a server that is called localhost. */
    ClientKey server() throws Exception {
        return server("EC");
    }

    ClientKey server(String algorithm) throws Exception {
        return localhost(algorithm, Validity.now(), Map.of());
    }

    /** A key for a server that is called localhost, with a certificate that nobody else has signed. */
    static ClientKey selfSigned() throws Exception {
        KeyPair own = keys("EC");
        X500Principal self = new X500Principal("CN=localhost");
        List<GeneralName> names = List.of(new GeneralName(GeneralName.dNSName, "localhost"));
        return new ClientKey(
                own.getPrivate(), List.of(sign(own, self, own, self, false, names, Validity.now(), Map.of())));
    }

    /** A key for a server that is called localhost, for a time that may be over or is to come. */
    ClientKey server(Instant from, Instant to) throws Exception {
        return localhost("EC", new Validity(from, to), Map.of());
    }

    /** A list of what has been revoked. */
    X509CRL revoking(X509Certificate... revoked) throws Exception {
        return revoking(Instant.now().plus(Duration.ofDays(1)), Map.of(), revoked);
    }

    /** A list that is a part of all, that of this distribution point. */
    X509CRL revokingAt(String point, X509Certificate... revoked) throws Exception {
        return revoking(
                Instant.now().plus(Duration.ofDays(1)),
                Map.of(
                        Extension.issuingDistributionPoint,
                        new IssuingDistributionPoint(pointName(point), false, false, null, false, false)),
                revoked);
    }

    /** A list that should have been replaced by now. */
    X509CRL outdated() throws Exception {
        return revoking(Instant.now().minus(Duration.ofMinutes(30)), Map.of());
    }

    private X509CRL revoking(
            Instant next, Map<ASN1ObjectIdentifier, ASN1Encodable> extensions, X509Certificate... revoked)
            throws Exception {
        Instant now = Instant.now();
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(
                certificate.getSubjectX500Principal(), Date.from(now.minus(Duration.ofHours(1))));
        builder.setNextUpdate(Date.from(next));
        for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : extensions.entrySet()) {
            builder.addExtension(extension.getKey(), true, extension.getValue());
        }
        for (X509Certificate one : revoked) {
            builder.addCRLEntry(
                    one.getSerialNumber(), Date.from(now.minus(Duration.ofMinutes(1))), CRLReason.keyCompromise);
        }
        return new JcaX509CRLConverter()
                .getCRL(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    PrivateKey key() {
        return keys.getPrivate();
    }

    /** A key for a server that is called localhost, whose certificate names responders. */
    ClientKey serverNaming(String... responders) throws Exception {
        AccessDescription[] named = Arrays.stream(responders)
                .map(url -> new AccessDescription(AccessDescription.id_ad_ocsp, name(url)))
                .toArray(AccessDescription[]::new);
        return localhost(
                "EC", Validity.now(), Map.of(Extension.authorityInfoAccess, new AuthorityInformationAccess(named)));
    }

    /** A key for a server that is called localhost, whose certificate names lists, each at a point of its own. */
    ClientKey serverListedAt(String... lists) throws Exception {
        DistributionPoint[] points = Arrays.stream(lists)
                .map(url -> new DistributionPoint(pointName(url), null, null))
                .toArray(DistributionPoint[]::new);
        return localhost("EC", Validity.now(), Map.of(Extension.cRLDistributionPoints, new CRLDistPoint(points)));
    }

    private static GeneralName name(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    private static DistributionPointName pointName(String url) {
        return new DistributionPointName(new GeneralNames(name(url)));
    }

    /** What a responder says about a certificate; no status stands for a good one. */
    byte[] answer(X509Certificate about, CertificateStatus status) throws Exception {
        DigestCalculator sha1 = new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()), sha1);
        Instant now = Instant.now();
        builder.addResponse(
                new CertificateID(sha1, new JcaX509CertificateHolder(certificate), about.getSerialNumber()),
                status,
                Date.from(now.minus(Duration.ofMinutes(1))),
                Date.from(now.plus(Duration.ofDays(1))));
        BasicOCSPResp basic = builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()), null, Date.from(now));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
    }

    /** A key for a server that is called otherwise. */
    ClientKey serverOf(URI other) throws Exception {
        return issue(other.getHost(), "EC", List.of(new GeneralName(GeneralName.dNSName, other.getHost())));
    }

    ClientKey client(String name, String algorithm) throws Exception {
        return issue(name, algorithm, List.of());
    }

    static KeyPair keys(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        } else if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    private ClientKey localhost(
            String algorithm, Validity validity, Map<ASN1ObjectIdentifier, ASN1Encodable> extensions) throws Exception {
        return issue(
                "localhost",
                algorithm,
                List.of(new GeneralName(GeneralName.dNSName, "localhost")),
                validity,
                extensions);
    }

    private ClientKey issue(String name, String algorithm, List<GeneralName> names) throws Exception {
        return issue(name, algorithm, names, Validity.now(), Map.of());
    }

    private ClientKey issue(
            String name,
            String algorithm,
            List<GeneralName> names,
            Validity validity,
            Map<ASN1ObjectIdentifier, ASN1Encodable> extensions)
            throws Exception {
        KeyPair own = keys(algorithm);
        X509Certificate signed = sign(
                keys,
                certificate.getSubjectX500Principal(),
                own,
                new X500Principal("CN=" + name),
                false,
                names,
                validity,
                extensions);
        List<X509Certificate> chain = new ArrayList<>(List.of(signed));
        chain.addAll(chain());
        return new ClientKey(own.getPrivate(), chain);
    }

    private List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(above);
        return chain;
    }

    private static X509Certificate sign(
            KeyPair signer,
            X500Principal issuer,
            KeyPair own,
            X500Principal subject,
            boolean authority,
            List<GeneralName> names,
            Validity validity,
            Map<ASN1ObjectIdentifier, ASN1Encodable> extensions)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(validity.from()),
                Date.from(validity.to()),
                subject,
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        }
        for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : extensions.entrySet()) {
            builder.addExtension(
                    extension.getKey(), extension.getKey().equals(Extension.keyUsage), extension.getValue());
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }

    private record Validity(Instant from, Instant to) {

        static Validity now() {
            Instant now = Instant.now();
            return new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
        }
    }
}
