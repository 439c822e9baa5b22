/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A service seen through reflection. The launcher shares no class with the bundles but those of the
 * framework, so that no bundle is tied to a version that the launcher chose.
 */
final class Mirror {

    private final Class<?> type;
    private final Object service;

    private Mirror(Class<?> type, Object service) {
        this.type = type;
        this.service = service;
    }

    /** The service, if there is one at the moment. */
    static Optional<Mirror> ofService(BundleContext context, String type) {
        ServiceReference<?> reference = context.getServiceReference(type);
        if (reference == null || reference.getBundle() == null) {
            return Optional.empty();
        }
        Object service = context.getService(reference);
        if (service == null) {
            return Optional.empty();
        }
        return Optional.of(of(reference.getBundle(), type, service));
    }

    /** An object that a service of that bundle gave, seen as one of its types. */
    static Mirror of(Bundle bundle, String type, Object object) {
        try {
            return new Mirror(bundle.loadClass(type), object);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(bundle.getSymbolicName() + " does not know " + type, e);
        }
    }

    /** Calls the only method of that name and number of arguments. */
    Object call(String name, Object... arguments) {
        return invoke(type, service, name, arguments);
    }

    private static Object invoke(Class<?> type, Object target, String name, Object... arguments) {
        Method method = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(name) && m.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type.getName() + " has no method " + name));
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + "." + name + " failed", e);
        }
    }
}
