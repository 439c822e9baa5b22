/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps Config Admin in step with one file: watch, parse, reconcile. A file with errors changes nothing. */
final class HoconSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HoconSource.class);

    private final Path file;
    private final Reconciler reconciler;
    private final FileWatch watch;
    private volatile Set<Path> watched;

    HoconSource(Path file, ConfigurationAdmin admin) {
        this.file = file.toAbsolutePath().normalize();
        this.reconciler = new Reconciler(admin);
        this.watched = Set.of(this.file);
        this.watch = new FileWatch(() -> watched, this::apply);
    }

    void start() {
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
    }

    /** Reads the file and does what it asks for. */
    void apply() {
        if (!Files.exists(file)) {
            LOG.warn("{} is not there; what came from it stays as it is", file);
            return;
        }
        Problems problems = new Problems();
        Set<Path> included = new HashSet<>();
        Optional<Config> config = new HoconFile(file).read(problems, included);
        included.add(file);
        watched = Set.copyOf(included);
        List<Desired> desired = config.map(parsed -> new WebhooksReader(file.getParent(), problems).read(parsed))
                .orElse(List.of());
        problems.warnings().forEach(LOG::warn);
        if (!problems.errors().isEmpty()) {
            LOG.error(
                    "Nothing is changed, since the configuration has errors:\n  {}",
                    String.join("\n  ", problems.errors()));
            return;
        }
        try {
            reconciler.reconcile(desired, file.toString());
        } catch (IOException e) {
            LOG.error("Config Admin could not be changed to what {} asks for", file, e);
        }
    }
}
