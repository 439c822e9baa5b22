/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.settings.DataFolder;
import io.audithook.webhook.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox as a service. There is none while its directory or its configuration is not in order; when its
 * configuration gets a mistake, it comes up again as it was. Registers it by hand: a component that cannot begin is tried again by
 * Declarative Services for each who wants it, with a stack trace each time, and its configuration would be properties of the service.
 */
@Component(
        service = {},
        configurationPid = OutboxConfig.PID)
@Designate(ocd = OutboxConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = {
            "objectClass:List<String>=\"io.audithook.webhook.api.Outbox,io.audithook.webhook.api.MetricSource\""
        })
public final class OutboxComponent {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxComponent.class);

    /** Empty if its settings are not known. */
    private final Optional<OutboxService> service;

    private final ServiceRegistration<MetricSource> metrics;

    /**
     * @param context our bundle
     * @param configuration the configuration
     * @param last what it came up with before
     */
    @Activate
    public OutboxComponent(BundleContext context, Map<String, Object> configuration, @Reference LastSettings last) {
        this(context, configuration, last, LOG::error);
    }

    OutboxComponent(
            BundleContext context, Map<String, Object> configuration, LastSettings last, Consumer<String> errors) {
        Settings values = new Settings(OutboxConfig.PID, configuration, System::getenv, LOG::warn);
        service = last.or(
                        OutboxConfig.PID,
                        () -> OutboxSettings.from(values, directory(context)),
                        errors,
                        "the outbox goes on as it was",
                        "there is no outbox, and no event is accepted, until that is put right")
                .map(settings -> new OutboxService(
                        context,
                        () -> open(settings, last.get(OutboxConfig.PID), directory(context), last, errors),
                        errors));
        // also while there is none, since then somebody has to look
        metrics = context.registerService(
                MetricSource.class, () -> service.map(OutboxService::metrics).orElseGet(OutboxMetrics::ofNone), null);
        service.ifPresent(OutboxService::open);
    }

    private static SqliteOutbox open(
            OutboxSettings settings,
            Optional<OutboxSettings> before,
            Path otherwise,
            LastSettings last,
            Consumer<String> errors) {
        SqliteOutbox outbox = new SqliteOutbox(settings, InstantSource.system());
        last.set(OutboxConfig.PID, settings);
        Path left = before.map(OutboxSettings::directory).orElse(otherwise);
        if (!left.equals(settings.directory()) && Files.exists(left.resolve(StoreDirectory.DATABASE))) {
            errors.accept(OutboxConfig.PID + ": directory=" + settings.directory() + " is not where the outbox was, "
                    + left + "; what was not delivered of that stays there until directory names it again");
        }
        return outbox;
    }

    private static Path directory(BundleContext context) {
        return DataFolder.of("outbox", context::getProperty, context::getDataFile);
    }

    @Deactivate
    void close() {
        metrics.unregister();
        service.ifPresent(OutboxService::close);
    }
}
