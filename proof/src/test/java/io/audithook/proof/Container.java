/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.AuditTrailException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** The bundles of the launcher in a framework of this process; the API and Config Admin are shared with it. */
final class Container implements Sink, AutoCloseable {

    /** In the framework from our class path, or of no use here. */
    private static final String LEFT_OUT =
            "(audit\\.api|audit\\.http|org\\.apache\\.felix\\.(fileinstall|http\\.jetty12)|webhook\\.(config|metrics)).*";

    private static final String SHARED = "io.audithook.audit.api;version=1.0.0,org.osgi.service.cm;version=1.6.1";
    private static final String ENDPOINT = "io.audithook.endpoint";

    private final Framework framework;
    private final ServiceTracker<AuditTrail, AuditTrail> trail;
    private final ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> admin;

    Container(Path data) throws BundleException, IOException {
        Path logging =
                Files.writeString(data.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        // before logback asks; by default it would print every step of the client
        System.setProperty("logback.configurationFile", logging.toString());
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        data.resolve("cache").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        SHARED,
                        "felix.cm.dir",
                        data.resolve("config").toString(),
                        "audithook.data",
                        data.toString()));
        framework.init();
        BundleContext context = framework.getBundleContext();
        List<Bundle> installed = new ArrayList<>();
        for (File jar : jars()) {
            installed.add(context.installBundle(jar.toURI().toString()));
        }
        framework.start();
        for (Bundle bundle : installed) {
            bundle.start();
        }
        trail = new ServiceTracker<>(context, AuditTrail.class, null);
        trail.open();
        admin = new ServiceTracker<>(context, ConfigurationAdmin.class, null);
        admin.open();
        admin.getService()
                .getConfiguration("io.audithook.address", "?")
                .update(new Hashtable<>(Map.of("allowed", "127.0.0.0/8")));
    }

    private static List<File> jars() {
        File[] jars = new File(System.getProperty("bundles.dir"))
                .listFiles((dir, name) -> name.endsWith(".jar") && !name.matches(LEFT_OUT));
        return Arrays.stream(jars).sorted().toList();
    }

    /** Creates or changes an endpoint, through Config Admin. */
    void endpoint(String name, Map<String, ?> properties) throws IOException {
        Dictionary<String, Object> all = new Hashtable<>(properties);
        configuration(name).update(all);
    }

    void removeEndpoint(String name) throws IOException {
        configuration(name).delete();
    }

    private Configuration configuration(String name) throws IOException {
        return admin.getService().getFactoryConfiguration(ENDPOINT, name, "?");
    }

    /** Records the event in this process, whichever revision of the bundles is there at the moment. */
    @Override
    public String accept(Event event) throws IOException, InterruptedException {
        AuditTrail now = trail.waitForService(100);
        if (now == null) {
            throw new IOException("no trail at the moment");
        }
        try {
            return now.record(recorded(event))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .eventId();
        } catch (ExecutionException | TimeoutException | AuditTrailException | IllegalStateException e) {
            throw new IOException("not known to be recorded", e);
        }
    }

    private static AuditEvent recorded(Event event) {
        // its members are for filters, and for the trail, which takes the ordering key from them
        return AuditEvent.ofJson(
                event.id(),
                event.body(),
                json -> Map.of(
                        AuditEvent.OPERATION,
                        "Update",
                        AuditEvent.OBJECT_TYPE,
                        "case",
                        AuditEvent.OBJECT_ID,
                        "k" + Event.of(json).key(),
                        AuditEvent.START_DATE,
                        Instant.EPOCH.toEpochMilli()));
    }

    Bundle bundle(String symbolicName) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
                .findFirst()
                .orElseThrow();
    }

    /** Wires anew what is not as it was installed last. Returns when that is done. */
    void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        if (!done.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError(bundle.getSymbolicName() + " is not refreshed within 60 s");
        }
    }

    /** How many services all bundles offer together. */
    int services() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .map(Bundle::getRegisteredServices)
                .mapToInt(services -> services == null ? 0 : services.length)
                .sum();
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
