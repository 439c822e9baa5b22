/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Knows which configurations bundles of others read, as far as these say so: as components, or as managed services. */
final class OtherReaders {

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    OtherReaders(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** Whether somebody reads the configurations of a PID, or of a factory. */
    boolean read(String pid) {
        return components.getComponentDescriptionDTOs().stream()
                        .anyMatch(component ->
                                Arrays.asList(component.configurationPid).contains(pid))
                || manage(pid);
    }

    private boolean manage(String pid) {
        try {
            for (Class<?> type : List.of(ManagedService.class, ManagedServiceFactory.class)) {
                if (!context.getServiceReferences(type, "(service.pid=" + FactoryConfigurations.escape(pid) + ")")
                        .isEmpty()) {
                    return true;
                }
            }
            return false;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
