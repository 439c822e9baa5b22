/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.settings.Settings;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Hands Declarative Services the keys of references in the types that they take, and none that breaks a rule. They read
 * these keys before us, and in their own way: a number with a blank behind it counts for nought with them, so that events would go past a
 * filter that is missing; a list where a text belongs stops them in the middle, and all endpoints that come after do not begin.
 *
 * <p>A configuration with such a key that breaks a rule is made one that waits for ever. {@link EndpointsComponent} shows it as INVALID,
 * by what is really in it.
 */
final class ReferencePlugin implements ConfigurationPlugin {

    /** After those who resolve placeholders; beyond it nothing may be modified any more (OSGi Compendium, 104.9.3). */
    static final int LAST = 1000;

    private static final Integer NEVER = Integer.MAX_VALUE;

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        Settings settings = new Settings(EndpointConfig.PID, Map.copyOf(FrameworkUtil.asMap(properties)));
        Optional<String> wrong =
                settings
                        .validate(ReferenceKeys::check, (pid, key, value, rule, suggestion, error, message) -> key)
                        .stream()
                        .findFirst();
        ReferenceKeys.TARGETS.forEach(properties::remove);
        ReferenceKeys.MINIMUMS.forEach(properties::remove);
        if (wrong.isPresent()) {
            properties.put(ReferenceKeys.FILTERS_MINIMUM, NEVER);
            // so that whoever looks at the component sees why
            properties.put(ReferenceKeys.FILTERS, "(mistake=" + wrong.get() + ")");
            return;
        }
        for (String key : ReferenceKeys.TARGETS) {
            settings.text(key).ifPresent(target -> properties.put(key, target));
        }
        if (ReferenceKeys.namesFilters(settings)) {
            // whoever names a filter wants none of the events without it
            properties.put(ReferenceKeys.FILTERS_MINIMUM, 1);
        }
        for (String key : ReferenceKeys.MINIMUMS) {
            if (settings.has(key)) {
                properties.put(key, ReferenceKeys.minimum(settings, key));
            }
        }
    }

    /**
     * A configuration after all plugins, but with its references as they were written where they break a rule.
     *
     * @param written before all plugins
     */
    static Map<String, Object> undone(Map<String, Object> processed, Map<String, Object> written) {
        if (!NEVER.equals(processed.get(ReferenceKeys.FILTERS_MINIMUM))) {
            return processed;
        }
        Map<String, Object> undone = new HashMap<>(processed);
        undone.keySet().removeAll(Set.of(ReferenceKeys.FILTERS_MINIMUM, ReferenceKeys.FILTERS));
        Stream.concat(ReferenceKeys.TARGETS.stream(), ReferenceKeys.MINIMUMS.stream())
                .filter(written::containsKey)
                .forEach(key -> undone.put(key, written.get(key)));
        return undone;
    }
}
