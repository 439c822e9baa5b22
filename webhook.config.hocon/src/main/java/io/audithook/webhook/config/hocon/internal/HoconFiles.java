/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Config Admin in step with several files. Owns one daemon thread, on which they are looked at one after the other,
 * and all reading and writing is done.
 */
final class HoconFiles implements AutoCloseable, SynchronousConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(HoconFiles.class);

    private static final long GLANCE_MILLIS = 50;
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

    /** By then File Install has shown us what lies in its folders. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private final ConfigurationAdmin admin;
    private final WhenDeleted whenDeleted;
    private final KnownParts parts;
    private final Judge judge;
    private final InstantSource clock;
    private final Map<Path, HoconSource> sources = new ConcurrentSkipListMap<>();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, this::thread);

    /** All our writing is done by this one. */
    private volatile Thread writer;

    HoconFiles(
            Collection<Path> files,
            WhenDeleted whenDeleted,
            ConfigurationAdmin admin,
            KnownParts parts,
            Judge judge,
            InstantSource clock) {
        this.admin = admin;
        this.whenDeleted = whenDeleted;
        this.parts = parts;
        this.judge = judge;
        this.clock = clock;
        files.forEach(this::add);
    }

    /**
     * Begins to look. Returns after the first look, or a while: who starts after us begins by what is in the files now, and not by
     * what was in them at the last stop.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // look() does not throw
    void start() {
        CountDownLatch first = new CountDownLatch(1);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.scheduleWithFixedDelay(() -> look(first), 0, GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        executor.schedule(() -> forgotten().forEach(LOG::warn), LATE.toSeconds(), TimeUnit.SECONDS);
        try {
            if (!first.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("{} are still being read", sources.keySet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What there is of files that are not watched any more, for people. */
    List<String> forgotten() {
        Map<String, Integer> counts = new TreeMap<>();
        try {
            Configuration[] ours = admin.listConfigurations("(" + Owner.MARK + "=*)");
            for (Configuration configuration : ours == null ? new Configuration[0] : ours) {
                Owner.of(configuration)
                        .mark()
                        .filter(file -> !has(Path.of(file)))
                        .ifPresent(file -> counts.merge(file, 1, Integer::sum));
            }
        } catch (IOException | InvalidSyntaxException | IllegalStateException | InvalidPathException e) {
            LOG.debug("The configurations cannot be looked at, or one was deleted meanwhile", e);
        }
        List<String> lines = new ArrayList<>();
        counts.forEach((file, count) -> lines.add(file + " is watched no longer, and " + count
                + (count == 1
                        ? " configuration that came from it stays as it is"
                        : " configurations that came from it stay as they are")
                + "; to end that, name the file again, and take them out of it"));
        return lines;
    }

    private void look(CountDownLatch first) {
        for (HoconSource source : sources.values()) {
            if (source.isDue()) {
                source.look();
            }
        }
        first.countDown();
    }

    /** Lets a read that is under way come to its end. What came from the files stays. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("{} are still being read, that is interrupted now", sources.keySet());
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        sources.values().forEach(HoconSource::close);
    }

    /** How they are doing, by path. */
    List<HoconFileStatus> statuses() {
        return sources.values().stream().map(HoconSource::status).toList();
    }

    boolean has(Path file) {
        return sources.containsKey(file);
    }

    /**
     * Takes one more file. Returns before it is read.
     *
     * @param file an absolute path
     */
    void add(Path file) {
        sources.computeIfAbsent(file, path -> {
            HoconSource source = new HoconSource(path, whenDeleted, admin, this::has, parts, judge, clock);
            source.open();
            return source;
        });
    }

    /** Takes no more notice of a file, after doing what is to be done when it is deleted. Returns before that. */
    @SuppressWarnings("FutureReturnValueIgnored") // gone() says itself what it cannot do
    void remove(Path file) {
        HoconSource source = sources.remove(file);
        if (source != null) {
            executor.submit(() -> {
                gone(file, source);
                source.close();
            });
        }
    }

    /** Takes note of what others do to configurations. On the thread that does it. */
    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (Thread.currentThread() != writer && event.getType() != ConfigurationEvent.CM_LOCATION_CHANGED) {
            sources.values().forEach(source -> source.changed(event.getPid(), () -> owner(event)));
        }
    }

    private Optional<Owner> owner(ConfigurationEvent event) {
        try {
            return event.getType() == ConfigurationEvent.CM_DELETED
                    ? Optional.empty()
                    : Optional.of(Owner.of(Reconciler.configuration(admin, event.getPid())));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The configuration {} cannot be read, or was deleted meanwhile", event.getPid(), e);
            return Optional.empty();
        }
    }

    private static void gone(Path file, HoconSource source) {
        try {
            source.gone();
        } catch (IOException | RuntimeException e) {
            LOG.error("{} is gone, but what came from it could not be changed", file, e);
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "audithook-hocon");
        thread.setDaemon(true);
        writer = thread;
        return thread;
    }
}
