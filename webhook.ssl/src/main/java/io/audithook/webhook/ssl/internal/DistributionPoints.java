/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/** Where a certificate says that the lists are on which it would stand if it was revoked (RFC 5280, 4.2.1.13). */
final class DistributionPoints {

    private static final String EXTENSION = "2.5.29.31";
    private static final int NAME = 0xa0;
    private static final int FULL_NAME = 0xa0;
    private static final int URI_NAME = 0x86;
    /** A handshake waits for them. */
    private static final int LIMIT = 4;

    private DistributionPoints() {}

    /** The http and https URLs, in the order in which they stand there; more than four are not looked at. */
    static List<URI> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(EXTENSION);
        if (extension == null) {
            return List.of();
        }
        try {
            return Der.inside(Der.elements(extension).get(0).content()).stream()
                    .flatMap(point -> parts(point, NAME))
                    .flatMap(name -> parts(name, FULL_NAME))
                    .flatMap(names -> parts(names, URI_NAME))
                    .flatMap(url -> Fetch.usable(url.content()).stream())
                    .limit(LIMIT)
                    .toList();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // a damaged extension names nothing
            return List.of();
        }
    }

    private static Stream<Der.Element> parts(Der.Element whole, int tag) {
        return Der.elements(whole.content()).stream().filter(part -> part.tag() == tag);
    }
}
