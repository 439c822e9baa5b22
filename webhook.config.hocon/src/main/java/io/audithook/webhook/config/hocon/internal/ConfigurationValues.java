/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;

/** The values of a configuration without those that Config Admin adds; equal if all are, arrays by their elements. */
final class ConfigurationValues {

    private static final String[] ADDED = {
        Constants.SERVICE_PID, ConfigurationAdmin.SERVICE_FACTORYPID, ConfigurationAdmin.SERVICE_BUNDLELOCATION
    };

    private final Map<String, Object> values;

    private ConfigurationValues(Map<String, Object> values) {
        this.values = values;
    }

    static ConfigurationValues of(Desired desired, Path file) {
        Map<String, Object> values = new HashMap<>(desired.properties());
        values.put(Owner.MARK, file.toString());
        return new ConfigurationValues(values);
    }

    /** @param properties those of a configuration that is there */
    static ConfigurationValues of(Dictionary<String, Object> properties) {
        Map<String, Object> values = new HashMap<>();
        for (String key : Collections.list(properties.keys())) {
            values.put(key, properties.get(key));
        }
        values.keySet().removeAll(Arrays.asList(ADDED));
        return new ConfigurationValues(values);
    }

    @SuppressWarnings("JdkObsolete") // the one Dictionary there is
    Dictionary<String, Object> dictionary() {
        return new Hashtable<>(values);
    }

    /** All of them, one of which is another. */
    @SuppressWarnings("JdkObsolete") // the one Dictionary there is
    Dictionary<String, Object> with(String key, Object value) {
        Dictionary<String, Object> dictionary = dictionary();
        dictionary.put(key, value);
        return dictionary;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigurationValues that
                && values.keySet().equals(that.values.keySet())
                && values.keySet().stream()
                        .allMatch(key ->
                                Arrays.deepEquals(new Object[] {values.get(key)}, new Object[] {that.values.get(key)}));
    }

    @Override
    public int hashCode() {
        return values.keySet().hashCode();
    }
}
