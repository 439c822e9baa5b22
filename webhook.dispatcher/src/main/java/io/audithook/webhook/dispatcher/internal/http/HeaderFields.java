/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.settings.Authority;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * Makes the header fields of requests. Most are the same as in the request before, and are made and encoded once. Safe for use by
 * many threads: one that comes in between costs another the time that is saved, and no more.
 */
final class HeaderFields {

    /** The headers after these are made each time. */
    private static final int REMEMBERED = 16;

    /** By the place of a header among the others. */
    private final AtomicReferenceArray<Made> latest = new AtomicReferenceArray<>(REMEMBERED);

    private volatile Host host;

    /** The field that HTTP/1.1 wants for a URL; given none, Jetty makes a URI of its own for it, each time. */
    HttpField host(URI url) {
        Host known = host;
        if (known == null || !known.url.equals(url)) {
            known = new Host(url, new PreEncodedHttpField(HttpHeader.HOST, authority(url)));
            host = known;
        }
        return known.field;
    }

    private static String authority(URI url) {
        Authority authority = Authority.of(url).orElseThrow();
        HttpScheme scheme = HttpScheme.CACHE.get(url.getScheme());
        return scheme != null && authority.port() == scheme.getDefaultPort() ? authority.host() : authority.toString();
    }

    /** Adds the headers of a request in their order. */
    void add(HttpFields.Mutable fields, Map<String, String> headers) {
        int place = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            fields.add(field(place, header.getKey(), header.getValue()));
            place++;
        }
    }

    private HttpField field(int place, String name, String value) {
        if (place >= REMEMBERED) {
            return HiddenField.of(name, value);
        }
        Made made = latest.getAcquire(place);
        if (made == null || !made.is(name, value)) {
            // it may never come again, so that to encode it would be in vain
            made = new Made(name, value, false, HiddenField.of(name, value));
            latest.setRelease(place, made);
        } else if (!made.again) {
            made = new Made(name, value, true, HiddenField.encoded(name, value));
            latest.setRelease(place, made);
        }
        return made.field;
    }

    private record Host(URI url, HttpField field) {}

    /** @param again whether it has come more than once in a row */
    private record Made(String name, String value, boolean again, HttpField field) {

        boolean is(String otherName, String otherValue) {
            return value.equals(otherValue) && name.equals(otherName);
        }
    }
}
