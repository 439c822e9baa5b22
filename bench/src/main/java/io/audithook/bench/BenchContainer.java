/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import io.audithook.audit.api.AuditTrail;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/** The bundles of the launcher in a framework of this process; only the API is shared with it. */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
final class BenchContainer implements AutoCloseable {

    /** In the framework from our class path, or of no use here. */
    private static final String LEFT_OUT =
            "(audit\\.api|audit\\.http|org\\.apache\\.felix\\.(fileinstall|http\\.jetty12)|webhook\\.(config|metrics)).*";

    private static final String SHARED = "io.audithook.audit.api;version=1.0.0";

    /** What says where endpoints deliver to, in a file; nothing else. */
    private static final String LOGGING = """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <encoder><pattern>%%msg%%n</pattern></encoder>
              </appender>
              <root level="OFF"/>
              <logger name="io.audithook.webhook.dispatcher.internal.endpoint.OpenEndpoint" level="INFO">
                <appender-ref ref="file"/>
              </logger>
            </configuration>
            """;

    private final Framework framework;
    private final Path data;

    /** What tells of endpoints; null until it is asked. */
    private Object endpoints;

    /** With a store of its own, which goes when it is closed. */
    BenchContainer(Path bundles) throws BundleException, IOException, InterruptedException {
        this(bundles, BenchContainer::isOfUse);
    }

    /** @param wanted by the name of its jar, whether a bundle is to be there */
    BenchContainer(Path bundles, Predicate<String> wanted) throws BundleException, IOException, InterruptedException {
        data = Files.createTempDirectory("audithook-bench");
        Path logging = Files.writeString(data.resolve("logback.xml"), LOGGING.formatted(log()));
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
                        configurations().toString(),
                        "audithook.data",
                        data.toString()));
        framework.init();
        install(framework.getBundleContext(), bundles, wanted);
        framework.start();
        configure("io.audithook.address", Map.of("allowed", "127.0.0.1"));
    }

    /** Whether a bundle is there unless somebody wants something else. */
    static boolean isOfUse(String jar) {
        return !jar.matches(LEFT_OUT);
    }

    private static void install(BundleContext context, Path bundles, Predicate<String> wanted) throws BundleException {
        File[] jars = bundles.toFile().listFiles((dir, name) -> name.endsWith(".jar"));
        if (jars == null) {
            throw new IllegalArgumentException(bundles + " holds no bundles; build the launcher first");
        }
        Arrays.sort(jars);
        List<Bundle> installed = new ArrayList<>();
        for (File jar : jars) {
            if (wanted.test(jar.getName())) {
                installed.add(context.installBundle(jar.toURI().toString()));
            }
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    AuditTrail trail() throws InterruptedException {
        return service(AuditTrail.class);
    }

    /**
     * Has the outbox begin anew.
     *
     * @param settings its configuration; what it lacks has its default
     * @return what records events from now on
     */
    AuditTrail outbox(Map<String, Object> settings)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        AuditTrail before = trail();
        CompletableFuture<AuditTrail> after = new CompletableFuture<>();
        ServiceTracker<AuditTrail, AuditTrail> tracker =
                new ServiceTracker<>(framework.getBundleContext(), AuditTrail.class, null) {
                    @Override
                    public AuditTrail addingService(ServiceReference<AuditTrail> reference) {
                        AuditTrail service = super.addingService(reference);
                        if (service != before) {
                            after.complete(service);
                        }
                        return service;
                    }
                };
        tracker.open();
        configure("io.audithook.outbox", settings);
        return after.get(30, TimeUnit.SECONDS);
    }

    /**
     * Makes the one endpoint.
     *
     * @param settings its configuration; what it lacks has its default
     */
    void endpoint(Map<String, Object> settings) throws IOException, InterruptedException {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("start", "earliest");
        configure("io.audithook.endpoint~bench", all);
    }

    /** @param pid of a singleton, or of a factory with {@code ~} and a name */
    void configure(String pid, Map<String, Object> settings) throws IOException, InterruptedException {
        Object admin = serviceByName("org.osgi.service.cm.ConfigurationAdmin");
        int tilde = pid.indexOf('~');
        try {
            update(
                    tilde < 0
                            ? admin.getClass()
                                    .getMethod("getConfiguration", String.class, String.class)
                                    .invoke(admin, pid, "?")
                            : admin.getClass()
                                    .getMethod("getFactoryConfiguration", String.class, String.class, String.class)
                                    .invoke(admin, pid.substring(0, tilde), pid.substring(tilde + 1), "?"),
                    settings);
        } catch (ReflectiveOperationException e) {
            throw new IOException(pid + " cannot be configured", e);
        }
    }

    private static void update(Object configuration, Map<String, Object> properties)
            throws ReflectiveOperationException {
        configuration
                .getClass()
                .getMethod("update", Dictionary.class)
                .invoke(configuration, new Hashtable<>(properties));
    }

    /** Where Config Admin keeps a file for each configuration. */
    Path configurations() {
        return data.resolve("config");
    }

    /** By name, the URL and the state of each endpoint. */
    Map<String, String> endpoints() throws IOException, InterruptedException {
        Map<String, String> told = new HashMap<>();
        for (Object status : glance()) {
            told.put((String) of(status, "name"), of(status, "url") + " " + of(status, "state"));
        }
        return told;
    }

    /** Whether an endpoint has begun to deliver to a URL. Takes no time of those that make it begin. */
    boolean delivers(String endpoint, String url) throws IOException {
        return Files.readString(log()).contains("endpoint=" + endpoint + " delivers to " + url + "\n");
    }

    private Path log() {
        return data.resolve("endpoints.log");
    }

    private List<?> glance() throws IOException, InterruptedException {
        if (endpoints == null) {
            endpoints = serviceByName("io.audithook.webhook.api.Endpoints");
        }
        return (List<?>) of(endpoints, "glance");
    }

    private static Object of(Object object, String name) throws IOException {
        try {
            return object.getClass().getMethod(name).invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new IOException("the endpoints cannot be read", e);
        }
    }

    private <S> S service(Class<S> type) throws InterruptedException {
        return type.cast(serviceByName(type.getName()));
    }

    private Object serviceByName(String type) throws InterruptedException {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
        // what we have of the same name on our class path is of no importance
        tracker.open(true);
        Object service = tracker.waitForService(30_000);
        if (service == null) {
            throw new IllegalStateException("No " + type + " within 30 s");
        }
        return service;
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
