/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.api.ConfigurationFile;
import io.audithook.webhook.api.ConfigurationSource;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells health checks how the files are doing. A container without our contracts never loads this class. */
@Component(service = ConfigurationSource.class)
public final class HoconSourceComponent implements ConfigurationSource {

    private final HoconFiles files;

    /**
     * Tells of what is watched.
     *
     * @param component who watches
     */
    @Activate
    public HoconSourceComponent(@Reference HoconComponent component) {
        this(component.files());
    }

    HoconSourceComponent(HoconFiles files) {
        this.files = files;
    }

    @Override
    public List<ConfigurationFile> files() {
        return files.statuses().stream().map(HoconSourceComponent::told).toList();
    }

    private static ConfigurationFile told(HoconFileStatus status) {
        HoconFileStatus.Snapshot snapshot = status.snapshot();
        return new ConfigurationFile(
                status.file().toString(),
                ConfigurationFile.State.valueOf(snapshot.state()),
                snapshot.since(),
                snapshot.problems(),
                snapshot.allWarnings());
    }
}
