/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.net.URI;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Where the HTTP service of the container listens. */
final class HttpServices {

    private static final Pattern PORT = Pattern.compile("http://[^/]*:([0-9]+)/");

    private HttpServices() {}

    static URI uri(BundleContext context, String path) throws Exception {
        for (ServiceReference<?> reference : context.getAllServiceReferences(null, "(osgi.http.endpoint=*)")) {
            Object value = reference.getProperty("osgi.http.endpoint");
            String all = value instanceof Object[] some ? Arrays.toString(some) : value.toString();
            Matcher port = PORT.matcher(all);
            if (port.find()) {
                return URI.create("http://127.0.0.1:" + port.group(1) + path);
            }
        }
        throw new AssertionError("There is no HTTP service");
    }
}
