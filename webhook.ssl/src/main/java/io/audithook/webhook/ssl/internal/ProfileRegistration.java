/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A profile in the service registry. Declarative Services cannot compute a service property from a PID, hence
 * this.
 */
final class ProfileRegistration {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileRegistration.class);

    private final ServiceRegistration<?> registration;

    private ProfileRegistration(ServiceRegistration<?> registration) {
        this.registration = registration;
    }

    /**
     * Registers a profile.
     *
     * @param more service properties besides its name and its PID
     * @throws IllegalArgumentException if there is one of this name, but of another PID: which one an endpoint got would be
     *     luck
     */
    static <P> ProfileRegistration of(
            BundleContext context,
            Class<P> type,
            P profile,
            String nameKey,
            String name,
            String pid,
            Map<String, Object> more) {
        for (ServiceReference<P> other : named(context, type, nameKey, name)) {
            Object owner = other.getProperty(Constants.SERVICE_PID);
            if (!pid.equals(owner)) {
                throw new IllegalArgumentException(pid + ": " + nameKey + "=" + name + " is already taken by " + owner);
            }
        }
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(nameKey, name);
        properties.put(Constants.SERVICE_PID, pid);
        ProfileRegistration registered =
                new ProfileRegistration(context.registerService(type, profile, FrameworkUtil.asDictionary(properties)));
        LOG.info("{}={} pid={} ready", nameKey, name, pid);
        return registered;
    }

    private static <P> Collection<ServiceReference<P>> named(
            BundleContext context, Class<P> type, String nameKey, String name) {
        String filter = "(" + nameKey + "=" + name + ")";
        try {
            return context.getServiceReferences(type, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(nameKey + "=" + name + " must fit into a filter", e);
        }
    }

    /** @param registration null if there is none */
    static void close(ProfileRegistration registration) {
        if (registration != null) {
            registration.registration.unregister();
        }
    }
}
