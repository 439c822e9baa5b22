/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The folder that belongs to one installation.
 *
 * @param directory {@code etc} (configuration), {@code deploy} (bundles) and {@code data} (ours alone) are in it
 * @param config the HOCON file
 */
record Home(Path directory, Path config) {

    private static final String DEFAULT = "audithook-home";

    private static final String HOCON = "etc/application.conf";

    private static final String LOGGING = "etc/logback.xml";

    /** Where that goes if {@code etc} is read-only. */
    private static final String OTHER_LOGGING = "data/logback.xml";

    private static final List<String> SAMPLES = List.of(
            HOCON,
            "etc/io.audithook.address.cfg.sample",
            "etc/io.audithook.endpoint-sample.cfg.sample",
            "etc/io.audithook.http.cfg",
            LOGGING,
            "deploy/README.txt");

    /**
     * Makes the home if it is not there, with commented samples.
     *
     * @throws LaunchException if it cannot be written, or a named configuration file cannot be read
     */
    static Home prepare(Optional<Path> named, Optional<Path> config) {
        Path directory = directory(named);
        try {
            boolean fresh = !Files.exists(directory.resolve("etc"));
            boolean first = !Files.exists(directory.resolve("data"));
            for (String folder : List.of("", "etc", "deploy", "data", "data/log", "data/tmp")) {
                makeOwn(directory.resolve(folder));
            }
            // made by somebody who gives all that is to be in it
            boolean given = !Files.isWritable(directory.resolve("etc"));
            for (String sample : SAMPLES) {
                Path file = directory.resolve(given && sample.equals(LOGGING) ? OTHER_LOGGING : sample);
                // what somebody removed stays away: without the HOCON file its endpoints are paused, with an empty one
                // they were gone
                boolean isWanted = fresh || (first && sample.equals(HOCON)) || sample.equals(LOGGING);
                boolean isPlaceable = !given || !file.startsWith(directory.resolve("etc"));
                if (isWanted && isPlaceable && !Files.exists(file)) {
                    copy(sample, file);
                }
            }
        } catch (IOException e) {
            throw new LaunchException("The home " + directory + " cannot be written: " + e, e);
        }
        if (!Files.isWritable(directory.resolve("data"))) {
            throw new LaunchException("The home " + directory + " cannot be written: data is read-only", null);
        }
        Path file = config.map(path -> path.toAbsolutePath().normalize())
                .orElse(directory.resolve("etc").resolve("application.conf"));
        if (config.isPresent() && !Files.isReadable(file)) {
            throw new LaunchException("The configuration " + file + " cannot be read", null);
        }
        return new Home(directory, file);
    }

    /** Where the home is, whether or not it is there. */
    static Path directory(Optional<Path> named) {
        return named.orElse(Path.of(DEFAULT)).toAbsolutePath().normalize();
    }

    Path etc() {
        return directory.resolve("etc");
    }

    /** What the log goes by. */
    Path logging() {
        Path usual = directory.resolve(LOGGING);
        return Files.exists(usual) ? usual : directory.resolve(OTHER_LOGGING);
    }

    Path deploy() {
        return directory.resolve("deploy");
    }

    Path data() {
        return directory.resolve("data");
    }

    /** A folder that only its owner can look into, since secrets may be in it; one that is there stays as it is. */
    private static void makeOwn(Path folder) throws IOException {
        if (Files.exists(folder)) {
            // says so if it is a file
            Files.createDirectories(folder);
        } else if (Files.getFileStore(folder.toAbsolutePath().getRoot()).supportsFileAttributeView("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static void copy(String sample, Path to) throws IOException {
        try (InputStream in = Home.class.getResourceAsStream("home/" + sample)) {
            Files.copy(in, to);
        }
    }
}
