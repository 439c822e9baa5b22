/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whom a certificate names for those who want to know whether it was revoked, as far as we can ask them: http and https URLs.
 * A damaged extension names nobody.
 */
final class NamedUrls {

    private static final String AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1";
    private static final String DISTRIBUTION_POINTS = "2.5.29.31";
    private static final byte[] OCSP_METHOD = {0x2b, 6, 1, 5, 5, 7, 0x30, 1};
    private static final int POINT_NAME = 0xa0;
    private static final int FULL_NAME = 0xa0;
    private static final int URI_NAME = 0x86;
    private static final int MAX_URL_CHARS = 2000;
    /** A handshake waits for them. */
    private static final int MAX_LISTS = 4;

    private NamedUrls() {}

    /** The first OCSP responder (RFC 5280, 4.2.2.1). */
    static Optional<URI> responder(X509Certificate certificate) {
        return urls(certificate, AUTHORITY_INFORMATION, NamedUrls::ofResponder, 1).stream()
                .findFirst();
    }

    /** Where its lists are, in the order in which they stand there; more than four are not looked at (4.2.1.13). */
    static List<URI> lists(X509Certificate certificate) {
        return urls(certificate, DISTRIBUTION_POINTS, NamedUrls::ofPoint, MAX_LISTS);
    }

    private static Stream<Der.Element> ofResponder(Der.Element access) {
        List<Der.Element> parts = Der.elements(access.content());
        return parts.size() == 2 && Arrays.equals(parts.get(0).content(), OCSP_METHOD)
                ? parts.stream().skip(1).filter(part -> part.tag() == URI_NAME)
                : Stream.empty();
    }

    private static Stream<Der.Element> ofPoint(Der.Element point) {
        return parts(point, POINT_NAME)
                .flatMap(name -> parts(name, FULL_NAME))
                .flatMap(names -> parts(names, URI_NAME));
    }

    private static Stream<Der.Element> parts(Der.Element whole, int tag) {
        return Der.elements(whole.content()).stream().filter(part -> part.tag() == tag);
    }

    private static List<URI> urls(
            X509Certificate certificate, String extension, Function<Der.Element, Stream<Der.Element>> names, int max) {
        byte[] value = certificate.getExtensionValue(extension);
        if (value == null) {
            return List.of();
        }
        try {
            return Der.inside(Der.elements(value).get(0).content()).stream()
                    .flatMap(names)
                    .map(name -> new String(name.content(), StandardCharsets.US_ASCII))
                    .filter(text -> text.length() <= MAX_URL_CHARS)
                    .flatMap(text -> Fetch.usable(text).stream())
                    .limit(max)
                    .toList();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return List.of();
        }
    }
}
