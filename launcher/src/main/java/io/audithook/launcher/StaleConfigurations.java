/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Forgets configurations that came from a file which was deleted while nothing ran: File Install
 * itself notices a deletion only while it runs, and such an endpoint would live on for ever.
 */
final class StaleConfigurations {

    private static final String FILE_NAME = "felix.fileinstall.filename";

    private StaleConfigurations() {}

    /** To be called before anything acts on configurations. */
    static void delete(BundleContext context, Bundle configAdmin, Home home) {
        Mirror admin = Mirror.ofService(context, "org.osgi.service.cm.ConfigurationAdmin")
                .orElseThrow(() -> new IllegalStateException("there is no Config Admin"));
        Object[] found = (Object[]) admin.call("listConfigurations", "(" + FILE_NAME + "=*)");
        if (found == null) {
            return;
        }
        for (Object object : found) {
            Mirror configuration = Mirror.of(configAdmin, "org.osgi.service.cm.Configuration", object);
            Dictionary<?, ?> properties = (Dictionary<?, ?>) configuration.call("getProperties");
            if (isStale(String.valueOf(properties.get(FILE_NAME)), home)) {
                configuration.call("delete");
            }
        }
    }

    /** A home may have been moved: then the file counts that is in the present etc/. */
    static boolean isStale(String fileName, Home home) {
        Path file = fileName.startsWith("file:") ? Path.of(URI.create(fileName)) : Path.of(fileName);
        return !Files.exists(file) && !Files.exists(home.etc().resolve(file.getFileName()));
    }
}
