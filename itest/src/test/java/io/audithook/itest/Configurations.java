/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertTrue;

import java.util.Hashtable;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;

/** What Config Admin has. */
final class Configurations {

    private Configurations() {}

    /** Deletes what these PIDs have, of factories too, and waits until all listeners are done with that. */
    static void deleteAll(BundleContext context, ConfigurationAdmin admin, String... pids) throws Exception {
        for (String pid : pids) {
            for (Configuration one : list(admin, "(|(service.factoryPid=" + pid + ")(service.pid=" + pid + "))")) {
                one.delete();
            }
        }
        // or the next test would find services of this one, which then go
        awaitListeners(context, admin);
    }

    /** The one of this PID; other than by asking Config Admin for it, it is not made if it is not there. */
    static Optional<Configuration> find(ConfigurationAdmin admin, String pid) throws Exception {
        Configuration[] found = list(admin, "(service.pid=" + pid + ")");
        return found.length == 0 ? Optional.empty() : Optional.of(found[0]);
    }

    /** Waits until all listeners are done with what has changed so far: Config Admin tells them in order, in one thread. */
    static void awaitListeners(BundleContext context, ConfigurationAdmin admin) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Configuration marker = admin.getConfiguration("marker." + UUID.randomUUID(), "?");
        ServiceRegistration<ConfigurationListener> listener = context.registerService(
                ConfigurationListener.class,
                event -> {
                    if (event.getPid().equals(marker.getPid())) {
                        told.countDown();
                    }
                },
                null);
        try {
            marker.update(new Hashtable<>());
            assertTrue("Config Admin tells its listeners", told.await(1, TimeUnit.MINUTES));
        } finally {
            listener.unregister();
            marker.delete();
        }
    }

    private static Configuration[] list(ConfigurationAdmin admin, String filter) throws Exception {
        Configuration[] found = admin.listConfigurations(filter);
        return found == null ? new Configuration[0] : found;
    }
}
