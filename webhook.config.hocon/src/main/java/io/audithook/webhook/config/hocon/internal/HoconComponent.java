/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.settings.DataFolder;
import io.audithook.webhook.settings.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the configured files, and those that are dropped into a folder; without any, it rests. */
@Component(service = HoconComponent.class, immediate = true, configurationPid = HoconConfig.PID)
@Designate(ocd = HoconConfig.class)
public final class HoconComponent {

    private static final Logger LOG = LoggerFactory.getLogger(HoconComponent.class);

    private final HoconSettings settings;
    private final HoconFiles files;
    private final Instant since = Instant.now();
    private Optional<String> mistake = Optional.empty();
    private final ServiceRegistration<SynchronousConfigurationListener> listening;

    /**
     * Starts watching.
     *
     * @param admin where configurations go
     * @param context our bundle
     * @param configuration what was configured
     * @param last what was watched until now
     */
    @Activate
    public HoconComponent(
            @Reference ConfigurationAdmin admin,
            BundleContext context,
            Map<String, Object> configuration,
            @Reference LastSettings last) {
        settings = last.or(
                        HoconConfig.PID,
                        () -> read(context, configuration, last),
                        this::mistake,
                        "the files are watched as before",
                        "no file is looked at until that is put right, and what came from files stays as it is")
                .orElse(HoconSettings.NOTHING);
        files = new HoconFiles(
                settings.files(),
                settings.whenDeleted(),
                admin,
                new KnownParts(DataFolder.of("hocon", context::getProperty, context::getDataFile)),
                judge(context),
                InstantSource.system());
        listening = context.registerService(SynchronousConfigurationListener.class, files, null);
        files.start();
    }

    private static HoconSettings read(BundleContext context, Map<String, Object> configuration, LastSettings last) {
        HoconSettings settings = HoconSettings.from(
                        new Settings(HoconConfig.PID, configuration, System::getenv, LOG::warn))
                .orFrom(context.getProperty(HoconSettings.PROPERTY));
        last.set(HoconConfig.PID, settings);
        return settings;
    }

    @Deactivate
    void close() {
        listening.unregister();
        files.close();
    }

    private static Judge judge(BundleContext context) {
        try {
            return new ValidatorsJudge(context);
        } catch (NoClassDefFoundError e) {
            LOG.debug("Nobody can say what is wrong with values, since our contracts are not there", e);
            return (pid, properties) -> Optional.empty();
        }
    }

    private void mistake(String message) {
        LOG.error(message);
        mistake = Optional.of(message);
    }

    /** Since when it is as it is. */
    Instant since() {
        return since;
    }

    /** What is wrong with the configuration that names the files; empty if nothing is. */
    Optional<String> mistake() {
        return mistake;
    }

    /** What was configured. */
    HoconSettings settings() {
        return settings;
    }

    /** What is watched. */
    HoconFiles files() {
        return files;
    }
}
