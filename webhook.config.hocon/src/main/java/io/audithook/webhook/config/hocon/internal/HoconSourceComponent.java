/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.api.ConfigurationFile;
import io.audithook.webhook.api.ConfigurationSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells health checks how the files are doing. A container without our contracts never loads this class. */
@Component(service = ConfigurationSource.class)
public final class HoconSourceComponent implements ConfigurationSource {

    private final HoconFiles files;
    private final Supplier<Optional<ConfigurationFile>> settings;

    /**
     * Tells of what is watched.
     *
     * @param component who watches
     */
    @Activate
    public HoconSourceComponent(@Reference HoconComponent component) {
        this(component.files(), () -> component.mistake().map(mistake -> wrong(component, mistake)));
    }

    /** @param settings what is wrong with the configuration that names the files */
    HoconSourceComponent(HoconFiles files, Supplier<Optional<ConfigurationFile>> settings) {
        this.files = files;
        this.settings = settings;
    }

    @Override
    public List<ConfigurationFile> files() {
        return Stream.concat(settings.get().stream(), files.statuses().stream().map(HoconSourceComponent::told))
                .toList();
    }

    private static ConfigurationFile wrong(HoconComponent component, String mistake) {
        return new ConfigurationFile(
                HoconConfig.PID, ConfigurationFile.State.KEPT, component.since(), List.of(mistake), List.of());
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
