/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Config Admin in step with one file: watch, parse, reconcile. A file with errors changes nothing. What others take
 * over or delete is made again, unless it is theirs now.
 */
final class HoconSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HoconSource.class);

    /** How long a configuration of someone else may be gone before ours takes its place. */
    private static final Duration CONFLICT_PERIOD = Duration.ofSeconds(10);

    /** So long a file has to stay as it is before it counts. */
    private static final Duration SETTLING = Duration.ofMillis(200);

    private final Path file;
    private final WhenDeleted whenDeleted;
    private final Reconciler reconciler;
    private final ReadAhead ahead;
    private final FileWatch watch;
    private final Glance glance = new Glance(SETTLING, System::nanoTime);
    private final HoconFileStatus status;
    private final InstantSource clock;
    private final Findings findings;

    /** What could not be done for now, since others had taken the names; empty if there is nothing of the kind. */
    private List<Desired> contested = List.of();

    private Instant contestAgain = Instant.MIN;

    private final KnownParts parts;

    /** The PIDs of all that is to come from the file. */
    private volatile Set<String> applied = Set.of();

    /**
     * @param file an absolute path
     * @param watched whether another file is watched, too
     */
    HoconSource(
            Path file,
            WhenDeleted whenDeleted,
            ConfigurationAdmin admin,
            Predicate<Path> watched,
            KnownParts parts,
            Judge judge,
            InstantSource clock) {
        this.file = file;
        this.whenDeleted = whenDeleted;
        this.reconciler = new Reconciler(admin, file, watched);
        this.ahead = new ReadAhead(file, () -> HoconParser.parse(file, parts.of(file)));
        this.watch = new FileWatch(file, this::applyOrSayWhyNot, ahead::changed, clock);
        this.status = new HoconFileStatus(file, clock);
        this.clock = clock;
        this.parts = parts;
        this.findings = new Findings(judge);
    }

    /** Shows how it is doing, until it is closed. */
    void open() {
        status.open();
    }

    @Override
    public void close() {
        status.close();
    }

    /** How it is doing. */
    HoconFileStatus status() {
        return status;
    }

    /**
     * To be called when somebody else has changed a configuration. Has the file applied again at the next look if it was one of ours.
     *
     * @param pid which one
     * @param owner who has made what is there now; empty if it was deleted
     */
    void changed(String pid, Supplier<Optional<Owner>> owner) {
        if (applied.contains(pid) && owner.get().filter(maker -> maker.is(file)).isEmpty()) {
            LOG.info("{}: {} was replaced or deleted by somebody else; the file is applied again", file, pid);
            watch.again();
        }
    }

    /** Whether it is time for a look; to be called every 50 ms or so. */
    boolean isDue() {
        return glance.isDue(watch.files());
    }

    /** To be called when it is due; does what is to be done, and does not throw. */
    void look() {
        watch.look();
        if (!contested.isEmpty() && !clock.instant().isBefore(contestAgain)) {
            try {
                reconcile(contested, status.getWarnings(), status.getConflicts());
            } catch (IOException | RuntimeException e) {
                status.kept(List.of(file + ": could not be applied: " + e), status.getWarnings());
                LOG.error("{} could not be applied, it is tried again in {}", file, CONFLICT_PERIOD, e);
                contestAgain = clock.instant().plus(CONFLICT_PERIOD);
            }
        }
        ask();
    }

    /** Whoever reads the configurations may find values in them that he cannot use. */
    private void ask() {
        for (Findings.Line line : findings.next(clock.instant())) {
            if (line.isError()) {
                LOG.error(line.text());
            } else {
                LOG.warn(line.text());
            }
        }
        status.found(findings.texts());
    }

    /** Config Admin may be at fault, and then nothing is wrong with the file, but it is not in force either. */
    private Map<Path, String> applyOrSayWhyNot() throws IOException {
        try {
            return apply();
        } catch (IOException | RuntimeException e) {
            status.kept(List.of(file + ": could not be applied: " + e), List.of());
            throw e;
        }
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
        if (!Files.exists(file)) {
            gone();
            return Map.of(file, fingerprint);
        }
        if (isBlank(file)) {
            // a disk that was full, or a writer that died, must not cost the backlog of all endpoints
            LOG.warn("{} is empty; what came from it stays as it is", file);
            status.kept(List.of(file + ": is empty"), List.of());
            return Map.of(file, fingerprint);
        }
        DesiredConfigurations desired = ahead.get();
        desired.notices().forEach(LOG::info);
        desired.warnings().forEach(LOG::warn);
        if (desired.errors().isEmpty()) {
            reconcile(desired.list(), desired.warnings(), List.of());
            parts.set(file, there(desired.files()));
        } else {
            desired.errors().forEach(error -> LOG.error("{}: nothing is changed: {}", file, error));
            status.kept(desired.errors(), desired.warnings());
        }
        return desired.files();
    }

    private void reconcile(List<Desired> desired, List<String> warnings, List<String> known) throws IOException {
        // before it begins: what others do meanwhile counts
        applied = desired.stream().map(Desired::pid).collect(Collectors.toUnmodifiableSet());
        Changes changes = reconciler.reconcile(desired);
        changes.conflicts().stream()
                .filter(conflict -> !known.contains(conflict))
                .forEach(LOG::warn);
        if (known.isEmpty() || !changes.lines().isEmpty()) {
            log(changes);
        }
        contested = changes.conflicts().isEmpty() ? List.of() : desired;
        contestAgain = clock.instant().plus(CONFLICT_PERIOD);
        status.applied(desired.size(), warnings, changes.conflicts());
        findings.replace(
                desired,
                Stream.concat(changes.added().stream(), changes.changed().stream())
                        .toList());
    }

    private static Set<Path> there(Map<Path, String> files) {
        return files.entrySet().stream()
                .filter(file -> !file.getValue().equals(Fingerprint.ABSENT))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Does what is configured for a file that is no longer there. */
    void gone() throws IOException {
        contested = List.of();
        applied = Set.of();
        findings.replace(List.of(), List.of());
        LOG.warn("{} is not there; what came from it: {}", file, whenDeleted);
        status.missing(file + ": is not there");
        switch (whenDeleted) {
            case PAUSE -> log(reconciler.pause());
            case DELETE -> log(reconciler.reconcile(List.of()));
            case KEEP -> {
                // nothing is to be done
            }
        }
    }

    private void log(Changes changes) {
        if (changes.lines().isEmpty()) {
            LOG.info("{}: nothing to change", file);
        }
        changes.lines().forEach(line -> LOG.info("{}: {}", file, line));
    }

    /** Whether it is a file with nothing in it. */
    static boolean isBlank(Path file) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) <= Fingerprint.MAX_BYTES
                    && Files.readString(file, StandardCharsets.ISO_8859_1).isBlank();
        } catch (IOException e) {
            LOG.debug("{} cannot be read, which parsing will say", file, e);
            return false;
        }
    }
}
