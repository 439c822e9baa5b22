/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Asks the HTTP service of the container. */
final class WebClient {

    private static final String RUNTIME = "org.osgi.service.http.runtime.HttpServiceRuntime";

    private final BundleContext context;

    WebClient(BundleContext context) {
        this.context = context;
    }

    /** The status; 0 while there is no HTTP service. */
    int post(String path, String json) throws Exception {
        URI base = base();
        if (base == null) {
            return 0;
        }
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return connection.getResponseCode();
    }

    /** The body; nothing while it cannot be had. */
    String get(String path) throws Exception {
        URI base = base();
        if (base == null) {
            return "";
        }
        try (InputStream in = base.resolve(path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private URI base() throws InvalidSyntaxException {
        ServiceReference<?>[] references = context.getServiceReferences(RUNTIME, null);
        if (references == null) {
            return null;
        }
        Object endpoint = references[0].getProperty("osgi.http.endpoint");
        return endpoint instanceof String[] all ? URI.create(all[0]) : null;
    }
}
