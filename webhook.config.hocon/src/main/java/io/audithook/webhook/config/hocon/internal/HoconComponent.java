/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.time.InstantSource;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Watches the configured file; without one, it rests. */
@Component(
        service = {},
        configurationPid = HoconConfig.PID)
@Designate(ocd = HoconConfig.class)
public final class HoconComponent {

    private final Optional<HoconSource> source;

    /**
     * @param admin where configurations go
     * @param context our bundle
     * @param config the configuration
     */
    @Activate
    public HoconComponent(@Reference ConfigurationAdmin admin, BundleContext context, HoconConfig config) {
        source = HoconSettings.from(config.file(), context.getProperty(HoconSettings.PROPERTY))
                .file()
                .map(file -> new HoconSource(file, admin, InstantSource.system()));
        source.ifPresent(HoconSource::start);
    }

    @Deactivate
    void close() {
        source.ifPresent(HoconSource::close);
    }
}
