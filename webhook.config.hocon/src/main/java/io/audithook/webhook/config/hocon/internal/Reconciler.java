/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Makes Config Admin hold what a file asks for. Touches only configurations that carry the mark of this file, and
 * of these only the ones that differ, so that an unchanged endpoint is not restarted.
 *
 * <p>An endpoint and its profiles go together: if someone else has made one of them, none is touched. Else an
 * endpoint of ours would use the trust or the proxy of theirs, or the other way round. A filter that someone else has made
 * stays theirs, too, and then the endpoints of the file that name it are left as they are; of the one address policy it is
 * only itself.
 */
final class Reconciler {

    /** In the order of adding; removing goes the other way, so that no endpoint loses what it needs before it goes. */
    private static final List<String> FACTORIES =
            List.of(Desired.ADDRESS, Desired.TLS, Desired.PROXY, Desired.FILTER, Desired.ENDPOINT);

    private final ConfigurationAdmin admin;
    private final Path file;
    private final Predicate<Path> watched;

    /**
     * @param file the file that asks, an absolute path
     * @param watched whether another file is watched, too
     */
    Reconciler(ConfigurationAdmin admin, Path file, Predicate<Path> watched) {
        this.admin = admin;
        this.file = file;
        this.watched = watched;
    }

    /**
     * Adds, changes and removes.
     *
     * @param desired all that is to be, profiles and filters before the endpoints that name them
     * @throws IOException if Config Admin cannot store it, or the thread is interrupted; a part may be done, and the next
     *     call does the rest
     */
    Changes reconcile(List<Desired> desired) throws IOException {
        Map<String, Existing> existing = existing();
        Map<String, String> conflicts = conflicts(desired, existing);
        Set<String> wanted = new HashSet<>();
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Desired one : desired) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("stopped before " + one.pid());
            }
            wanted.add(one.pid());
            if (conflicts.containsKey(one.subject())) {
                continue;
            }
            Existing there = existing.get(one.pid());
            ConfigurationValues values = ConfigurationValues.of(one, file);
            if (there == null) {
                configuration(admin, one.pid()).updateIfDifferent(values.dictionary());
                added.add(one.pid());
            } else if (!values.equals(there.values())) {
                there.configuration().updateIfDifferent(values.dictionary());
                changed.add(one.pid());
            }
        }
        return new Changes(
                added, changed, remove(existing, wanted, conflicts.keySet()), List.copyOf(conflicts.values()));
    }

    /**
     * Has the endpoints that came from the file send nothing, until it is reconciled again.
     *
     * @throws IOException if Config Admin cannot store it; a part may be done, and the next call does the rest
     */
    Changes pause() throws IOException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, Existing> entry : existing().entrySet()) {
            Existing there = entry.getValue();
            if (Desired.ENDPOINT.equals(there.configuration().getFactoryPid())
                    && there.owner().is(file)
                    && there.configuration().updateIfDifferent(there.values().with("enabled", false))) {
                changed.add(entry.getKey());
            }
        }
        return new Changes(List.of(), changed, List.of(), List.of());
    }

    /**
     * The configuration of this PID, without properties if there is none yet. One of a factory is never asked for by its PID alone:
     * if it was deleted meanwhile, that would make one that belongs to no factory.
     */
    static Configuration configuration(ConfigurationAdmin admin, String pid) throws IOException {
        String[] parts = pid.split("~", 2);
        if (parts.length == 1) {
            return admin.getConfiguration(pid, "?");
        }
        Configuration found = admin.getFactoryConfiguration(parts[0], parts[1], "?");
        if (found.getFactoryPid() == null) {
            // others do ask so, File Install for one; in what they have made nobody would look for an endpoint
            found.delete();
            found = admin.getFactoryConfiguration(parts[0], parts[1], "?");
        }
        return found;
    }

    private List<String> remove(Map<String, Existing> existing, Set<String> wanted, Set<String> conflicts)
            throws IOException {
        List<String> removed = new ArrayList<>();
        for (int i = FACTORIES.size() - 1; i >= 0; i--) {
            String factory = FACTORIES.get(i);
            for (Map.Entry<String, Existing> entry : existing.entrySet()) {
                String pid = entry.getKey();
                if (!wanted.contains(pid)
                        && pid.split("~", 2)[0].equals(factory)
                        && !conflicts.contains(Desired.subject(pid))
                        && entry.getValue().owner().is(file)) {
                    entry.getValue().configuration().delete();
                    removed.add(pid);
                }
            }
        }
        return removed;
    }

    /** By what is left as it is, why. */
    private Map<String, String> conflicts(List<Desired> desired, Map<String, Existing> existing) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Desired one : desired) {
            Existing there = existing.get(one.pid());
            if (there != null) {
                Owner owner = there.owner();
                if (!owner.is(file) && !owner.isGone(watched)) {
                    reasons.putIfAbsent(one.subject(), one + " is made by " + owner);
                }
            }
            for (String filter : one.filters()) {
                String reason = reasons.get(Desired.subject(Desired.FILTER + "~" + filter));
                if (reason != null) {
                    reasons.putIfAbsent(one.subject(), reason);
                }
            }
        }
        reasons.replaceAll((subject, reason) -> subject + " of " + file + " is left as it is, for " + reason);
        return reasons;
    }

    private Map<String, Existing> existing() throws IOException {
        Configuration[] found;
        try {
            // one question instead of one for each factory: the answer is looked for among all configurations
            found = admin.listConfigurations(FACTORIES.stream()
                    .map(factory -> "(" + key(factory) + "=" + factory + ")")
                    .collect(Collectors.joining("", "(|", ")")));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Existing> existing = new TreeMap<>();
        for (Configuration configuration : found == null ? new Configuration[0] : found) {
            existing.put(configuration.getPid(), Existing.of(configuration));
        }
        return existing;
    }

    private static String key(String factory) {
        return factory.equals(Desired.ADDRESS) ? Constants.SERVICE_PID : ConfigurationAdmin.SERVICE_FACTORYPID;
    }

    /** A configuration that is there, with its values, which Config Admin copies for everyone who asks. */
    private record Existing(Configuration configuration, Owner owner, ConfigurationValues values) {

        static Existing of(Configuration configuration) {
            Dictionary<String, Object> properties = configuration.getProperties();
            return new Existing(configuration, Owner.of(properties), ConfigurationValues.of(properties));
        }
    }
}
