/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Config Admin in memory: as much of it as the reconciler uses. */
final class FakeConfigurationAdmin {

    volatile boolean failing;

    private final Map<String, Map<String, Object>> configurations = new ConcurrentSkipListMap<>();
    private final Map<String, String> locations = new ConcurrentHashMap<>();
    private final AtomicInteger updates = new AtomicInteger();

    ConfigurationAdmin service() {
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConfigurationAdmin.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getFactoryConfiguration" -> {
                        String pid = arguments[0] + "~" + arguments[1];
                        locations.putIfAbsent(pid, (String) arguments[2]);
                        yield configuration(pid);
                    }
                    case "getConfiguration" -> {
                        locations.putIfAbsent((String) arguments[0], (String) arguments[1]);
                        yield configuration((String) arguments[0]);
                    }
                    case "listConfigurations" -> list((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    /** A configuration that someone else makes. */
    void put(String pid, Map<String, Object> properties) {
        configurations.put(pid, properties);
    }

    /** A configuration that someone else deletes. */
    void remove(String pid) {
        configurations.remove(pid);
    }

    Set<String> pids() {
        return configurations.keySet();
    }

    String get(String pid, String key) {
        return Objects.toString(configurations.getOrDefault(pid, Map.of()).get(key), null);
    }

    String location(String pid) {
        return locations.get(pid);
    }

    int updates() {
        return updates.get();
    }

    private Configuration[] list(String expression) throws InvalidSyntaxException {
        Filter filter = FrameworkUtil.createFilter(expression);
        Configuration[] found = configurations.keySet().stream()
                .filter(pid -> filter.match(properties(pid)))
                .map(this::configuration)
                .toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    private Configuration configuration(String pid) {
        return (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Configuration.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getPid" -> pid;
                    case "getFactoryPid" -> factory(pid);
                    case "getProperties" -> properties(pid);
                    case "updateIfDifferent" -> updateIfDifferent(pid, (Dictionary<?, ?>) arguments[0]);
                    case "delete" -> {
                        configurations.remove(pid);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    @SuppressWarnings("JdkObsolete") // the one Dictionary there is
    private Dictionary<String, Object> properties(String pid) {
        Map<String, Object> stored = configurations.get(pid);
        if (stored == null) {
            return null;
        }
        Dictionary<String, Object> properties = new Hashtable<>(stored);
        properties.put("service.pid", pid);
        if (factory(pid) != null) {
            properties.put("service.factoryPid", factory(pid));
        }
        return properties;
    }

    private static String factory(String pid) {
        return pid.contains("~") ? pid.substring(0, pid.indexOf('~')) : null;
    }

    private boolean updateIfDifferent(String pid, Dictionary<?, ?> properties) throws IOException {
        if (failing) {
            throw new IOException("disk full");
        }
        Map<String, Object> updated = new HashMap<>();
        Collections.list(properties.keys()).forEach(key -> updated.put((String) key, properties.get(key)));
        Map<String, Object> stored = configurations.put(pid, updated);
        boolean different = stored == null
                || !stored.keySet().equals(updated.keySet())
                || !stored.keySet().stream()
                        .allMatch(key ->
                                Arrays.deepEquals(new Object[] {stored.get(key)}, new Object[] {updated.get(key)}));
        if (different) {
            updates.incrementAndGet();
        }
        return different;
    }
}
