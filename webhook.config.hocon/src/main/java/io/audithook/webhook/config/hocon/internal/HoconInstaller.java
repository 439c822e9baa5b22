/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a {@code .conf} that is dropped into a folder of File Install watched like a configured file. A container without
 * File Install never loads this class.
 */
@Component(service = ArtifactInstaller.class)
public final class HoconInstaller implements ArtifactInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(HoconInstaller.class);

    /** One of these is in every file of ours, be it of TheHive 3 or 4, or with nothing but what is ours alone. */
    private static final List<String> WORDS = List.of("webhook", AudithookReader.AUDITHOOK);

    /** The framework property with a folder in which HOCON files are parts of others, and none of their own. */
    private static final String PARTS = "audithook.config.parts";

    private final Set<Path> parts;
    private final HoconFiles files;

    /**
     * Takes what is dropped in.
     *
     * @param component who watches
     * @param context our bundle
     */
    @Activate
    public HoconInstaller(@Reference HoconComponent component, BundleContext context) {
        this(
                component.files(),
                Stream.concat(
                                Stream.ofNullable(context.getProperty(PARTS)).map(Path::of),
                                component.settings().files().stream().map(Path::getParent))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** @param parts folders in which files are parts of others: what lies beside a configured file, that one may include */
    HoconInstaller(HoconFiles files, Set<Path> parts) {
        this.files = files;
        this.parts = parts;
    }

    /** Whether it is ours, and no part of another. */
    @Override
    public boolean canHandle(File artifact) {
        Path file = path(artifact);
        return file.getFileName().toString().endsWith(".conf")
                && !parts.contains(file.getParent())
                && (files.has(file) || speaksOfWebhooks(file));
    }

    @Override
    public void install(File artifact) {
        files.add(path(artifact));
    }

    /** The file is watched anyway, with what it includes. */
    @Override
    public void update(File artifact) {
        files.add(path(artifact));
    }

    @Override
    public void uninstall(File artifact) {
        files.remove(path(artifact));
    }

    private static Path path(File artifact) {
        return artifact.toPath().toAbsolutePath().normalize();
    }

    private static boolean speaksOfWebhooks(Path file) {
        try {
            if (Files.size(file) > Fingerprint.MAX_BYTES) {
                return false;
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return WORDS.stream().anyMatch(text::contains);
        } catch (IOException e) {
            LOG.warn("{} cannot be read", file, e);
            return false;
        }
    }
}
