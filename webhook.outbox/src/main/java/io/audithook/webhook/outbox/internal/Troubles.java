/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Why nothing can be stored, and since when. Told by the committer; whoever asks waits neither for it nor for a disk. */
final class Troubles {

    /** What is written for longer than that counts as a disk that does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final InstantSource clock;
    private volatile Optional<Trouble> known = Optional.empty();
    private volatile Optional<Trouble> gone = Optional.empty();
    private volatile Optional<Trouble> end = Optional.empty();
    private volatile Optional<Instant> writingSince = Optional.empty();

    /** @param file the database */
    Troubles(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** What is to be done now has begun. */
    void writing() {
        writingSince = Optional.of(clock.instant());
    }

    /** It is done, well or not. */
    void written() {
        writingSince = Optional.empty();
    }

    /** @param reason why nothing can be stored; empty if it can */
    void set(String reason) {
        known = reason.isEmpty() ? Optional.empty() : Optional.of(begunOrGoingOn(reason));
    }

    private Trouble begunOrGoingOn(String reason) {
        return new Trouble(reason, known.map(Trouble::since).orElseGet(clock::instant));
    }

    /**
     * The files are gone, or are there again.
     *
     * @param reason empty if they are there
     * @return whether that is news
     */
    boolean files(Optional<String> reason) {
        boolean news = reason.isPresent() != gone.isPresent();
        if (news) {
            gone = reason.map(text -> new Trouble(text, clock.instant()));
        }
        return news;
    }

    /** Why the files are not those that were opened; empty if they are. */
    Optional<String> gone() {
        return gone.map(Trouble::reason);
    }

    /** Nothing will be stored any more; the first reason is the one. */
    synchronized void ended(String how) {
        if (end.isEmpty()) {
            end = Optional.of(new Trouble("The outbox " + file + " " + how, clock.instant()));
        }
    }

    /** What the committer has told last; empty if there was nothing to tell. */
    String known() {
        return known.map(Trouble::reason).orElse("");
    }

    /** The trouble there is, the worst first. */
    Optional<Trouble> now() {
        return end.or(() -> gone).or(() -> known).or(this::silence);
    }

    private Optional<Trouble> silence() {
        Instant longAgo = clock.instant().minus(PATIENCE);
        return writingSince
                .filter(since -> since.isBefore(longAgo))
                .map(since -> new Trouble("The disk of " + file + " does not answer", since));
    }
}
