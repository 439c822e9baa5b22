/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds how a file is doing, and shows it as an MBean: one that needs no class of ours to be read. */
final class HoconFileStatus implements HoconFileMXBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HoconFileStatus.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Path file;
    private final InstantSource clock;
    private volatile Snapshot snapshot;

    HoconFileStatus(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.snapshot = new Snapshot("UNREAD", clock.instant(), 0, List.of(), List.of(), List.of(), List.of());
    }

    /** Shows it, until it is closed. */
    void open() {
        try {
            server.registerMBean(this, name(file));
        } catch (JMException e) {
            LOG.warn("{} has no MBean", file, e);
        }
    }

    @Override
    public void close() {
        try {
            if (server.isRegistered(name(file))) {
                server.unregisterMBean(name(file));
            }
        } catch (JMException e) {
            LOG.warn("{} keeps its MBean", file, e);
        }
    }

    /** The file is in force. */
    void applied(int configurations, List<String> warnings, List<String> conflicts) {
        set("APPLIED", configurations, List.of(), warnings, conflicts);
    }

    /** The file is not in force, but what came from it before. */
    void kept(List<String> problems, List<String> warnings) {
        set("KEPT", snapshot.configurations(), problems, warnings, snapshot.conflicts());
    }

    /** The file is not there. */
    void missing(String problem) {
        set("MISSING", snapshot.configurations(), List.of(problem), List.of(), List.of());
    }

    /** What is wrong with values, by those who read the configurations. */
    void found(List<String> findings) {
        Snapshot now = snapshot;
        if (!now.findings().equals(findings)) {
            snapshot = new Snapshot(
                    now.state(),
                    now.since(),
                    now.configurations(),
                    now.problems(),
                    now.warnings(),
                    now.conflicts(),
                    findings);
        }
    }

    private void set(
            String state, int configurations, List<String> problems, List<String> warnings, List<String> conflicts) {
        Instant since = state.equals(snapshot.state()) ? snapshot.since() : clock.instant();
        snapshot = new Snapshot(state, since, configurations, problems, warnings, conflicts, snapshot.findings());
    }

    static ObjectName name(Path file) throws JMException {
        return new ObjectName("io.audithook:type=hocon,file=" + ObjectName.quote(file.toString()));
    }

    @Override
    public String getState() {
        return snapshot.state();
    }

    @Override
    public String getSince() {
        return snapshot.since().toString();
    }

    @Override
    public int getConfigurations() {
        return snapshot.configurations();
    }

    @Override
    public List<String> getProblems() {
        return snapshot.problems();
    }

    @Override
    public List<String> getWarnings() {
        return snapshot.warnings();
    }

    @Override
    public List<String> getConflicts() {
        return snapshot.conflicts();
    }

    @Override
    public List<String> getFindings() {
        return snapshot.findings();
    }

    Path file() {
        return file;
    }

    /** All of it, of one moment. */
    Snapshot snapshot() {
        return snapshot;
    }

    record Snapshot(
            String state,
            Instant since,
            int configurations,
            List<String> problems,
            List<String> warnings,
            List<String> conflicts,
            List<String> findings) {

        /** What is left out counts as well, and what keeps a single endpoint from delivering. */
        List<String> allWarnings() {
            return Stream.of(warnings, conflicts, findings)
                    .flatMap(List::stream)
                    .toList();
        }
    }
}
