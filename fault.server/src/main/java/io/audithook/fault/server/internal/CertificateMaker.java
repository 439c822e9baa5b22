/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/** Makes certificates, which the JDK has no public API for. */
public final class CertificateMaker {

    private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
    private static final String BASIC_CONSTRAINTS = "551d13";
    private static final String SUBJECT_ALTERNATIVE_NAME = "551d11";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private CertificateMaker() {}

    /** A key pair for elliptic curves. */
    public static KeyPair ecKeys() {
        return keys("EC", 256);
    }

    /** A key pair of a length that the JDK does not trust any more. */
    public static KeyPair weakKeys() {
        return keys("RSA", 768);
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK makes no " + algorithm + " keys", e);
        }
    }

    /**
     * Signs a certificate.
     *
     * @param issuer name of the authority
     * @param signer its key, for elliptic curves
     * @param subject whose certificate it is
     * @param key its key
     * @param authority whether it may sign others
     * @param from start of the validity
     * @param to end of the validity
     * @param hosts host names
     * @param addresses IP addresses, 4 or 16 bytes each
     */
    public static X509Certificate sign(
            String issuer,
            PrivateKey signer,
            String subject,
            PublicKey key,
            boolean authority,
            Instant from,
            Instant to,
            List<String> hosts,
            List<byte[]> addresses) {
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
        byte[] constraints = authority ? Der.sequence(Der.bool(true)) : Der.sequence();
        byte[] names = Der.sequence(
                Der.joined(hosts.stream().map(host -> Der.tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII)))),
                Der.joined(addresses.stream().map(address -> Der.tagged(IP_ADDRESS, address))));
        byte[] extensions = Der.sequence(
                Der.sequence(Der.identifier(BASIC_CONSTRAINTS), Der.bool(true), Der.octets(constraints)),
                hosts.isEmpty() && addresses.isEmpty()
                        ? new byte[0]
                        : Der.sequence(Der.identifier(SUBJECT_ALTERNATIVE_NAME), Der.octets(names)));
        byte[] content = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(BigInteger.valueOf(SERIAL.getAndIncrement())),
                algorithm,
                new X500Principal("CN=" + issuer).getEncoded(),
                Der.sequence(Der.time(from), Der.time(to)),
                new X500Principal("CN=" + subject).getEncoded(),
                key.getEncoded(),
                Der.tagged(0xa3, extensions));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer);
            signature.update(content);
            byte[] signed = Der.sequence(content, algorithm, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate of " + subject + " cannot be made", e);
        }
    }
}
