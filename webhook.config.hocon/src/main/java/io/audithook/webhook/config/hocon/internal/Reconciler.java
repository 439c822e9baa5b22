/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Config Admin hold what a file asks for. Touches only configurations that carry our mark, and of
 * these only the ones that differ, so that an unchanged endpoint is not restarted.
 */
final class Reconciler {

    /** The mark: the file that a configuration comes from. */
    static final String MARK = "audithook.hocon.file";

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final List<String> FACTORIES = List.of(Desired.TLS, Desired.PROXY, Desired.ENDPOINT);

    private final ConfigurationAdmin admin;

    Reconciler(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Adds, changes and removes.
     *
     * @param desired all that is to be, profiles before the endpoints that name them
     * @param file the file that asks
     */
    void reconcile(List<Desired> desired, String file) throws IOException {
        Map<String, Configuration> existing = existing();
        Map<String, Configuration> obsolete = new LinkedHashMap<>(existing);
        obsolete.values().removeIf(configuration -> !isOurs(configuration));
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Desired wanted : desired) {
            Configuration configuration = existing.get(wanted.pid());
            obsolete.remove(wanted.pid());
            if (configuration != null && !isOurs(configuration)) {
                LOG.warn(
                        "{} in {} is left out: there is a configuration of that name that someone else made",
                        wanted,
                        file);
                continue;
            }
            Dictionary<String, Object> properties = properties(wanted, file);
            if (configuration == null) {
                admin.getFactoryConfiguration(wanted.factoryPid(), wanted.name(), "?")
                        .update(properties);
                added.add(wanted.pid());
            } else if (!same(configuration.getProperties(), properties)) {
                configuration.update(properties);
                changed.add(wanted.pid());
            }
        }
        List<String> removed = remove(obsolete);
        if (added.isEmpty() && changed.isEmpty() && removed.isEmpty()) {
            LOG.info("{}: nothing has changed", file);
        } else {
            LOG.info("{}: added {}, changed {}, removed {}", file, added, changed, removed);
        }
    }

    /** Removes endpoints before the profiles they name. */
    private static List<String> remove(Map<String, Configuration> obsolete) throws IOException {
        List<String> pids = new ArrayList<>(obsolete.keySet());
        Collections.reverse(pids);
        for (String pid : pids) {
            obsolete.get(pid).delete();
        }
        return pids;
    }

    private Map<String, Configuration> existing() throws IOException {
        Map<String, Configuration> existing = new LinkedHashMap<>();
        for (String factory : FACTORIES) {
            Configuration[] found;
            try {
                found = admin.listConfigurations("(service.factoryPid=" + factory + ")");
            } catch (InvalidSyntaxException e) {
                throw new IllegalStateException(e);
            }
            for (Configuration configuration : found == null ? new Configuration[0] : found) {
                existing.put(configuration.getPid(), configuration);
            }
        }
        return existing;
    }

    private static boolean isOurs(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        return properties != null && properties.get(MARK) != null;
    }

    private static Dictionary<String, Object> properties(Desired wanted, String file) {
        Dictionary<String, Object> properties = new Hashtable<>(wanted.properties());
        properties.put(MARK, file);
        return properties;
    }

    private static boolean same(Dictionary<String, Object> is, Dictionary<String, Object> wanted) {
        Map<String, Object> actual = map(is);
        actual.keySet().removeAll(List.of(Constants.SERVICE_PID, "service.factoryPid", "service.bundleLocation"));
        Map<String, Object> desired = map(wanted);
        return actual.keySet().equals(desired.keySet())
                && actual.entrySet().stream().allMatch(entry -> same(entry.getValue(), desired.get(entry.getKey())));
    }

    private static boolean same(Object one, Object two) {
        return Arrays.deepEquals(new Object[] {one}, new Object[] {two});
    }

    private static Map<String, Object> map(Dictionary<String, Object> dictionary) {
        Map<String, Object> map = new HashMap<>();
        for (Iterator<String> keys = dictionary.keys().asIterator(); keys.hasNext(); ) {
            String key = keys.next();
            map.put(key, dictionary.get(key));
        }
        return map;
    }
}
