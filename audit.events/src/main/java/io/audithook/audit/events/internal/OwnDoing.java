/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import java.util.Map;

/**
 * Knows events that recording an event may cause. Some containers publish each line of a log under topics of EventAdmin, our
 * lines too: a source of these topics would record what recording writes, for ever.
 */
final class OwnDoing {

    private static final String OURS = "io.audithook";

    private OwnDoing() {}

    /** Whether an event comes of what this software does when it records and delivers. */
    static boolean is(String topic, Map<String, ?> properties) {
        return topic.startsWith("io/audithook/")
                || (topic.startsWith("org/osgi/service/log/")
                        && (isOurs(properties.get("bundle.symbolicName")) || isOurs(properties.get("log.loggername"))));
    }

    private static boolean isOurs(Object name) {
        return name instanceof String text && (text.equals(OURS) || text.startsWith(OURS + "."));
    }
}
