/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Finds the jars in {@code deploy} that File Install, without a word, makes no bundles of. */
final class DeployFolder {

    private final Path folder;

    DeployFolder(Path folder) {
        this.folder = folder;
    }

    /** A line for each jar that is not installed, with the reason. */
    List<String> notInstalled(BundleContext context) {
        Set<String> locations =
                Arrays.stream(context.getBundles()).map(Bundle::getLocation).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                if (!locations.contains(jar.toFile().toURI().toString())) {
                    lines.add(jar + " is not installed: " + reason(jar));
                }
            }
        } catch (IOException e) {
            lines.add(folder + " cannot be read: " + e.getMessage());
        }
        return lines;
    }

    private static String reason(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            boolean bundle =
                    manifest != null && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null;
            return bundle ? "it is not taken up yet" : "it is no bundle (no " + Constants.BUNDLE_SYMBOLICNAME + ")";
        } catch (IOException e) {
            return "it is no jar (" + e.getMessage() + ")";
        }
    }
}
