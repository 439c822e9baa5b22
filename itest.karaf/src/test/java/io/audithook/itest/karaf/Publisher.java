/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import java.time.Instant;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Publishes events without a wire to the bundles of the feature, which would hold what is uninstalled. */
final class Publisher {

    private static final String TRAIL = "io.audithook.audit.api.AuditTrail";
    private static final String EVENT = "io.audithook.audit.api.AuditEvent";

    private Publisher() {}

    /** Returns whether there was an audit trail, which has stored it then. */
    static boolean publish(BundleContext context, String objectId) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(TRAIL, null);
        Object trail = found == null ? null : context.getService(found[0]);
        if (trail == null) {
            return false;
        }
        try {
            ClassLoader loader = trail.getClass().getClassLoader();
            Class<?> type = loader.loadClass(EVENT);
            Object builder = type.getMethod("builder").invoke(null);
            set(builder, "operation", String.class, "Update");
            set(builder, "objectType", String.class, "case");
            set(builder, "objectId", String.class, objectId);
            set(builder, "startDate", Instant.class, Instant.now());
            Object event = builder.getClass().getMethod("build").invoke(builder);
            loader.loadClass(TRAIL).getMethod("recordAndWait", type).invoke(trail, event);
            return true;
        } finally {
            context.ungetService(found[0]);
        }
    }

    private static void set(Object builder, String member, Class<?> type, Object value)
            throws ReflectiveOperationException {
        builder.getClass().getMethod(member, type).invoke(builder, value);
    }
}
