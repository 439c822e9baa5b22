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
import org.apache.felix.fileinstall.ArtifactInstaller;
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

    private final HoconSettings settings;
    private final HoconFiles files;

    /**
     * Takes what is dropped in.
     *
     * @param component who watches
     */
    @Activate
    public HoconInstaller(@Reference HoconComponent component) {
        this(component.settings(), component.files());
    }

    HoconInstaller(HoconSettings settings, HoconFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /** Whether it is ours. What lies beside a configured file is not, for that file may include it. */
    @Override
    public boolean canHandle(File artifact) {
        Path file = path(artifact);
        return file.getFileName().toString().endsWith(".conf")
                && settings.files().stream()
                        .noneMatch(configured -> file.getParent().equals(configured.getParent()))
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
