/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps Config Admin in step with one file: watch, parse, reconcile. A file with errors changes nothing. */
final class HoconSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HoconSource.class);

    private final Path file;
    private final Reconciler reconciler;
    private final FileWatch watch;

    /** @param file an absolute path */
    HoconSource(Path file, ConfigurationAdmin admin, InstantSource clock) {
        this.file = file;
        this.reconciler = new Reconciler(admin, file);
        this.watch = new FileWatch(file, this::apply, clock);
    }

    void start() {
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
    }

    /**
     * Reads the file and does what it asks for.
     *
     * @return the files that were read
     * @throws IOException if Config Admin could not be changed
     */
    Map<Path, String> apply() throws IOException {
        // taken first: what changes meanwhile is then seen as a change
        String fingerprint = Fingerprint.of(file);
        if (isEmpty()) {
            // a disk that was full, or a writer that died, must not cost the backlog of all endpoints
            LOG.warn("{} is not there or empty; what came from it stays as it is", file);
            return Map.of(file, fingerprint);
        }
        DesiredConfigurations desired = HoconParser.parse(file);
        desired.warnings().forEach(LOG::warn);
        if (desired.errors().isEmpty()) {
            Changes changes = reconciler.reconcile(desired.list());
            changes.conflicts().forEach(LOG::warn);
            LOG.info("{}: {}", file, changes);
        } else {
            desired.errors().forEach(error -> LOG.error("{}: nothing is changed: {}", file, error));
        }
        return desired.files();
    }

    private boolean isEmpty() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > Fingerprint.MAX_BYTES) {
                return !Files.exists(file);
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1).isBlank();
        } catch (IOException e) {
            LOG.debug("{} cannot be read, which parsing will say", file, e);
            return false;
        }
    }
}
