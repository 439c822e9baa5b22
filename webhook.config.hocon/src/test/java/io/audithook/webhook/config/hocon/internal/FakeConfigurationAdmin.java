/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Config Admin in memory: as much of it as the reconciler uses. */
final class FakeConfigurationAdmin {

    final Map<String, Dictionary<String, Object>> configurations = new ConcurrentHashMap<>();
    final AtomicInteger updates = new AtomicInteger();

    ConfigurationAdmin service() {
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConfigurationAdmin.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getFactoryConfiguration" -> configuration(arguments[0] + "~" + arguments[1]);
                    case "listConfigurations" -> list((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    String get(String pid, String key) {
        Dictionary<String, Object> properties = configurations.get(pid);
        return properties == null ? null : Objects.toString(properties.get(key), null);
    }

    private Configuration[] list(String filter) {
        String factory = filter.substring(filter.indexOf('=') + 1, filter.length() - 1);
        Configuration[] found = configurations.keySet().stream()
                .filter(pid -> pid.startsWith(factory + "~"))
                .map(this::configuration)
                .toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    @SuppressWarnings("unchecked")
    private Configuration configuration(String pid) {
        return (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Configuration.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getPid" -> pid;
                    case "getProperties" -> {
                        Dictionary<String, Object> properties = new Hashtable<>();
                        Dictionary<String, Object> stored = configurations.get(pid);
                        stored.keys().asIterator().forEachRemaining(key -> properties.put(key, stored.get(key)));
                        properties.put("service.pid", pid);
                        properties.put("service.factoryPid", pid.substring(0, pid.indexOf('~')));
                        yield properties;
                    }
                    case "update" -> {
                        updates.incrementAndGet();
                        configurations.put(pid, (Dictionary<String, Object>) arguments[0]);
                        yield null;
                    }
                    case "delete" -> {
                        configurations.remove(pid);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
