/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.audit.api.AuditEvent;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** Makes audit events of what happens to the container itself. Of a configuration only its PIDs are told, never a value. */
final class FrameworkSource implements BundleListener, FrameworkListener, ConfigurationListener, AutoCloseable {

    private static final int DETAILS_BYTES = 64 << 10;

    private static final Map<Integer, What> BUNDLE_EVENTS = Map.of(
            BundleEvent.INSTALLED, new What("Creation", "installed"),
            BundleEvent.STARTED, new What("Update", "started"),
            BundleEvent.STOPPED, new What("Update", "stopped"),
            BundleEvent.UPDATED, new What("Update", "updated"),
            BundleEvent.UNINSTALLED, new What("Delete", "uninstalled"));

    private static final Map<Integer, What> CONFIGURATION_EVENTS = Map.of(
            ConfigurationEvent.CM_UPDATED, new What("Update", "updated"),
            ConfigurationEvent.CM_LOCATION_CHANGED, new What("Update", "locationChanged"),
            ConfigurationEvent.CM_DELETED, new What("Delete", "deleted"));

    private final BundleContext context;
    private final Recorder recorder;
    private final InstantSource clock;

    /** Empty if changes of configurations are not wanted, and before it is opened. */
    private Optional<ServiceRegistration<ConfigurationListener>> configurations = Optional.empty();

    private FrameworkSource(BundleContext context, Recorder recorder, InstantSource clock) {
        this.context = context;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Begins to listen to what is wanted. */
    static FrameworkSource open(
            BundleContext context, FrameworkSettings settings, Recorder recorder, InstantSource clock) {
        FrameworkSource source = new FrameworkSource(context, recorder, clock);
        if (settings.configurations()) {
            source.configurations = Optional.of(context.registerService(ConfigurationListener.class, source, null));
        }
        if (settings.bundles()) {
            context.addBundleListener(source);
        }
        if (settings.errors()) {
            context.addFrameworkListener(source);
        }
        return source;
    }

    @Override
    public void close() {
        // does nothing to those that are not there
        context.removeBundleListener(this);
        context.removeFrameworkListener(this);
        configurations.ifPresent(ServiceRegistration::unregister);
        recorder.close();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        What what = BUNDLE_EVENTS.get(event.getType());
        if (what != null) {
            Map<String, Object> details = new LinkedHashMap<>(Values.describe(event.getBundle()));
            details.put("kind", what.kind);
            if (!event.getOrigin().equals(event.getBundle())) {
                details.put("origin", event.getOrigin());
            }
            record(what.operation, "bundle", name(event.getBundle()), details);
        }
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("bundle", event.getBundle());
            if (event.getThrowable() != null) {
                details.put("error", event.getThrowable());
            }
            record("Creation", "frameworkError", name(event.getBundle()), details);
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        What what = CONFIGURATION_EVENTS.get(event.getType());
        if (what != null) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("pid", event.getPid());
            if (event.getFactoryPid() != null) {
                details.put("factoryPid", event.getFactoryPid());
            }
            details.put("kind", what.kind);
            record(what.operation, "configuration", event.getPid(), details);
        }
    }

    private void record(String operation, String objectType, String objectId, Map<String, Object> details) {
        Values values = new Values(new Secrecy(Set.of()), DETAILS_BYTES);
        AuditEvent event = AuditEvent.builder()
                .operation(operation)
                .objectType(objectType)
                .objectId(objectId)
                .startDate(clock.instant())
                .details(values.members(details))
                .build();
        recorder.record(event, values.bytes());
    }

    private static String name(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name == null || name.isBlank() ? "bundle " + bundle.getBundleId() : name;
    }

    /**
     * What a type of event says.
     *
     * @param operation as an audit event has it
     * @param kind as it was
     */
    private record What(String operation, String kind) {}
}
