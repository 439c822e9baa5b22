/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.audit.events.internal.EventMapper.Mapped;
import java.util.Map;
import java.util.function.Supplier;

/** What every handler does with an event: map it and record it. Safe for use by many threads. */
final class Source {

    private final EventMapper mapper;
    private final Recorder recorder;

    Source(EventMapper mapper, Recorder recorder) {
        this.mapper = mapper;
        this.recorder = recorder;
    }

    /**
     * Takes one event. Returns at once, and fails never.
     *
     * @param properties gives its properties
     */
    void take(String topic, Supplier<Map<String, ?>> properties) {
        Mapped mapped;
        try {
            Map<String, ?> read = properties.get();
            if (OwnDoing.is(topic, read)) {
                return;
            }
            mapped = mapper.map(topic, read);
        } catch (RuntimeException | Error e) {
            // a map of somebody else that does not work, or no memory
            recorder.lose("an event of topic " + topic + " cannot be read", e);
            return;
        }
        recorder.record(mapped.event(), mapped.bytes());
    }
}
