/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.fault.server.Answers;
import io.audithook.fault.server.FaultServer;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** The one bundle in a host that has DS and Config Admin, and an SLF4J of long ago or none. */
class AllInOneIT {

    private static final String OLD_SLF4J =
            "org.slf4j;version=1.7.2,org.slf4j.helpers;version=1.7.2,org.slf4j.spi;version=1.7.2";

    /** Seen by the test, too. */
    private static final String SHARED = "org.osgi.service.cm;version=1.6.1";

    /** Kept, since the JDK forgets a logger that nobody has, and its handlers. */
    private static final Logger OURS = Logger.getLogger("io.audithook");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {OLD_SLF4J, ""})
    void bundle_inASmallHost_deliversAndLogs(String slf4j) throws Exception {
        Records records = new Records();
        OURS.addHandler(records);
        Framework host = host(slf4j);
        try (FaultServer receiver = FaultServer.start(Answers.ok())) {
            Bundle all = host.getBundleContext()
                    .installBundle(
                            Path.of(System.getProperty("all.jar")).toUri().toString());
            all.start();
            ConfigurationAdmin admin = service(host.getBundleContext(), ConfigurationAdmin.class);
            admin.getConfiguration("io.audithook.address", "?")
                    .update(new Hashtable<>(Map.of("allowed", "127.0.0.0/8")));
            admin.getFactoryConfiguration("io.audithook.endpoint", "filtered", "?")
                    .update(new Hashtable<>(Map.of(
                            "url",
                            receiver.uri("/filtered").toString(),
                            "start",
                            "earliest",
                            "filters.target",
                            "(filter.name=none)")));
            admin.getFactoryConfiguration("io.audithook.endpoint", "one", "?")
                    .update(new Hashtable<>(Map.of("url", receiver.uri("/hook").toString(), "start", "earliest")));
            publish(all);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !receiver.requests().isEmpty());
            assertThat(new String(receiver.requests().get(0).body(), StandardCharsets.UTF_8))
                    .contains("\"objectId\":\"o1\"");
            assertThat(records.messages())
                    .anyMatch(message -> message.contains("endpoint=one delivers to"))
                    .noneMatch(message -> message.contains("endpoint=filtered delivers"));
            assertThat(isWired(all, "org.slf4j")).isEqualTo(!slf4j.isEmpty());
        } finally {
            OURS.removeHandler(records);
            host.stop();
            host.waitForStop(0);
        }
    }

    /** What a bundle does at its start, it has to do in this one as well, which is among those on the class path. */
    @Test
    void activators_ofTheBundlesInside_areItsOwn() throws Exception {
        List<String> activators = new ArrayList<>();
        for (URL manifest : Collections.list(getClass().getClassLoader().getResources(JarFile.MANIFEST_NAME))) {
            try (InputStream in = manifest.openStream()) {
                Attributes attributes = new Manifest(in).getMainAttributes();
                String activator = attributes.getValue(Constants.BUNDLE_ACTIVATOR);
                if (activator != null && activator.startsWith("io.audithook.")) {
                    activators.add(activator);
                }
            }
        }
        try (JarFile jar = new JarFile(System.getProperty("all.jar"))) {
            assertThat(activators)
                    .containsOnly(jar.getManifest().getMainAttributes().getValue(Constants.BUNDLE_ACTIVATOR));
        }
    }

    @Test
    void bundle_needsNothingButOsgi() throws Exception {
        try (JarFile jar = new JarFile(System.getProperty("all.jar"))) {
            String imports = jar.getManifest().getMainAttributes().getValue(Constants.IMPORT_PACKAGE);
            assertThat(imports.replaceAll("\"[^\"]*\"", "").split(","))
                    .filteredOn(one -> !one.contains("resolution:=optional"))
                    .allMatch(one ->
                            one.startsWith("org.osgi.") || one.startsWith("javax.") || one.startsWith("org.ietf."));
        }
    }

    private Framework host(String slf4j) throws Exception {
        Framework host = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        slf4j.isEmpty() ? SHARED : SHARED + "," + slf4j));
        host.start();
        List<Bundle> bundles = new ArrayList<>();
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("host.dir"), "bundles"))) {
            for (Path jar : jars.toList()) {
                bundles.add(host.getBundleContext().installBundle(jar.toUri().toString()));
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        return host;
    }

    /** By what the bundle exports, of which the test has another copy. */
    private static void publish(Bundle all) throws Exception {
        BundleContext context = all.getBundleContext();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> context.getServiceReference("io.audithook.audit.api.AuditTrail") != null);
        Object trail = context.getService(context.getServiceReference("io.audithook.audit.api.AuditTrail"));
        Class<?> type = all.loadClass("io.audithook.audit.api.AuditEvent");
        Object builder = type.getMethod("builder").invoke(null);
        for (Map.Entry<String, Object> member : Map.<String, Object>of(
                        "operation", "Creation", "objectType", "case", "objectId", "o1", "startDate", Instant.EPOCH)
                .entrySet()) {
            builder.getClass()
                    .getMethod(member.getKey(), member.getValue().getClass())
                    .invoke(builder, member.getValue());
        }
        Object event = builder.getClass().getMethod("build").invoke(builder);
        Method record = all.loadClass("io.audithook.audit.api.AuditTrail").getMethod("recordAndWait", type);
        record.invoke(trail, event);
    }

    private static <S> S service(BundleContext context, Class<S> type) {
        ServiceReference<S> reference = await().atMost(Duration.ofMinutes(1))
                .until(() -> context.getServiceReference(type), found -> found != null);
        return context.getService(reference);
    }

    private static boolean isWired(Bundle bundle, String name) {
        return bundle.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(BundleWire::getCapability)
                .anyMatch(found -> found.getAttributes()
                        .get(PackageNamespace.PACKAGE_NAMESPACE)
                        .equals(name));
    }

    /** What is logged. */
    private static final class Records extends Handler {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        List<String> messages() {
            return messages;
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
