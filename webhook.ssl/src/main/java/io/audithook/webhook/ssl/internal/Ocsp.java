/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * The outer parts of OCSP (RFC 6960): the question, and whether there is an answer in what comes back. What the
 * answer says, and whether it may be believed, is for the JDK.
 */
final class Ocsp {

    private static final byte[] SHA_1 = {0x2b, 0x0e, 3, 2, 0x1a};

    private Ocsp() {}

    /** The question for one certificate, without a nonce: many responders answer all with what they have made before. */
    static byte[] request(X509Certificate certificate, X509Certificate issuer) {
        byte[] bits = Der.inside(issuer.getPublicKey().getEncoded()).get(1).content();
        byte[] id = Der.encode(
                Der.SEQUENCE,
                Der.encode(Der.SEQUENCE, Der.encode(Der.OBJECT_IDENTIFIER, SHA_1), Der.encode(Der.NULL)),
                Der.encode(
                        Der.OCTET_STRING,
                        sha1(certificate.getIssuerX500Principal().getEncoded())),
                // but for the byte that counts unused bits
                Der.encode(Der.OCTET_STRING, sha1(Arrays.copyOfRange(bits, 1, bits.length))),
                Der.encode(Der.INTEGER, certificate.getSerialNumber().toByteArray()));
        // around it: Request, requestList, TBSRequest, OCSPRequest
        byte[] request = id;
        for (int i = 0; i < 4; i++) {
            request = Der.encode(Der.SEQUENCE, request);
        }
        return request;
    }

    /**
     * Looks at what has come back.
     *
     * @return the same
     * @throws IOException with the reason, unless there is an answer in it
     */
    static byte[] answered(byte[] response) throws IOException {
        int status = status(response);
        if (status != 0) {
            throw new IOException("it says "
                    + switch (status) {
                        case 1 -> "malformedRequest";
                        case 2 -> "internalError";
                        case 3 -> "tryLater";
                        case 5 -> "sigRequired";
                        case 6 -> "unauthorized";
                        default -> "the unknown status " + status;
                    });
        }
        return response;
    }

    private static int status(byte[] response) throws IOException {
        try {
            List<Der.Element> parts = Der.inside(response);
            if (!parts.isEmpty()
                    && parts.get(0).tag() == Der.ENUMERATED
                    && parts.get(0).content().length == 1) {
                return parts.get(0).content()[0];
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IOException("what it sends is no OCSP response");
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM must have it", e);
        }
    }
}
