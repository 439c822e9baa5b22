/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A framework with all bundles of the launcher, started; {@link #close()} stops it. */
final class Container implements AutoCloseable {

    /** Says at every start which providers it has found. Kept here, since the JVM keeps only weak references. */
    private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

    private static final InetSocketAddress DEFAULT_HTTP = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration READY = Duration.ofSeconds(20);

    /** How long components may take to find each other before it is said what they wait for. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Framework framework;
    private final URI http;
    private final HomeLock lock;
    private final Home home;
    private final Thread shutdown = new Thread(this::stop, "audithook-shutdown");

    private Container(Home home, Framework framework, URI http, HomeLock lock) {
        this.home = home;
        this.framework = framework;
        this.lock = lock;
        this.http = http;
        Runtime.getRuntime().addShutdownHook(shutdown);
    }

    /**
     * Starts the framework and the bundles.
     *
     * @throws LaunchException if the home is in use, the port is taken, or a bundle cannot be installed
     */
    static Container start(Home home, Optional<InetSocketAddress> address) {
        HomeLock lock = HomeLock.take(home);
        InetSocketAddress http = free(address.orElse(DEFAULT_HTTP));
        // the only property of the JVM we set: logback knows no other way
        System.setProperty("logback.configurationFile", home.logging().toString());
        System.setProperty("audithook.log", home.data().resolve("log").toString());
        SPI_FLY.setLevel(Level.WARNING);
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Framework framework = factory.newFramework(properties(home, http));
        try {
            framework.start();
            startBundles(framework.getBundleContext(), home);
        } catch (BundleException | IOException e) {
            throw new LaunchException("The container cannot be started: " + e.getMessage(), e);
        }
        String host = http.getAddress().getHostAddress();
        return new Container(
                home,
                framework,
                URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.getPort() + "/"),
                lock);
    }

    /** Where events are taken. */
    URI http() {
        return http;
    }

    /**
     * Waits until all is active, and says so, or what is not and why.
     *
     * @return whether all is active
     */
    boolean reportReady(PrintStream out, PrintStream err) throws InterruptedException {
        try {
            return report(out, err);
        } catch (IllegalStateException e) {
            if (framework.getState() == Bundle.ACTIVE) {
                throw e;
            }
            // it is stopped meanwhile, and whoever does that knows
            return false;
        }
    }

    private boolean report(PrintStream out, PrintStream err) throws InterruptedException {
        Readiness readiness = new Readiness(framework.getBundleContext(), new DeployFolder(home.deploy()));
        List<String> missing = readiness.await(READY);
        List<String> waiting = missing.isEmpty() ? readiness.awaitAll(SETTLE) : List.of();
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        if (missing.isEmpty()) {
            out.println(
                    waiting.isEmpty()
                            ? "Audithook ready in " + millis + " ms"
                            : "Audithook is running after " + millis + " ms, but not all of it is active:");
            waiting.forEach(line -> out.println("  " + line));
            out.println("listening on " + http + "audit/events");
        } else {
            err.println("Audithook is not ready after " + millis + " ms:");
            missing.forEach(line -> err.println("  " + line));
        }
        return missing.isEmpty();
    }

    /** Waits until the framework stops; gives the exit code. */
    int waitForStop() throws InterruptedException {
        FrameworkEvent event = framework.waitForStop(0);
        return event.getType() == FrameworkEvent.ERROR ? 1 : 0;
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            // the JVM is going down, by way of the hook itself
            return;
        }
    }

    private void stop() {
        try {
            framework.stop();
            framework.waitForStop(STOP.toMillis());
            lock.close();
        } catch (BundleException e) {
            System.err.println("The container could not be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void startBundles(BundleContext context, Home home) throws BundleException, IOException {
        Map<String, Bundle> bundles = BundleJars.install(context);
        for (Bundle bundle : bundles.values()) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
            switch (bundle.getSymbolicName()) {
                case "org.osgi.service.log" -> OsgiLog.open(context, bundle, bundles.get("slf4j.api"));
                // before anything acts on them
                case "org.apache.felix.configadmin" -> StaleConfigurations.delete(context, bundle, home);
                default -> {}
            }
        }
    }

    private static Map<String, String> properties(Home home, InetSocketAddress http) {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, home.data().resolve("cache").toString());
        // bundles come anew from this jar and from deploy/; what must last is in etc/ and data/
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put("felix.cm.dir", home.data().resolve("config").toString());
        // File Install looks into both folders; a HOCON file in etc/ counts if it is named, or included
        properties.put("audithook.config.parts", home.etc().toString());
        properties.put("felix.fileinstall.dir", home.etc() + "," + home.deploy());
        properties.put("felix.fileinstall.filter", ".*\\.(cfg|config|conf|jar)");
        properties.put("felix.fileinstall.poll", "250");
        // else it drops what the JDK had no room to tell of, when hundreds of files come at once
        properties.put("felix.fileinstall.disableNio2", "true");
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put("felix.fileinstall.tmpdir", home.data().resolve("tmp").toString());
        properties.put("felix.fileinstall.log.level", "2");
        properties.put("org.apache.felix.http.host", http.getAddress().getHostAddress());
        properties.put("org.osgi.service.http.port", Integer.toString(http.getPort()));
        properties.put("audithook.data", home.data().toString());
        properties.put("audithook.config", home.config().toString());
        return properties;
    }

    /** The address with a port that is free at the moment. The HTTP service itself would only log that it is not. */
    private static InetSocketAddress free(InetSocketAddress wanted) {
        InetAddress host = wanted.getAddress();
        try (ServerSocket socket = new ServerSocket(wanted.getPort(), 1, host)) {
            return new InetSocketAddress(host, socket.getLocalPort());
        } catch (IOException e) {
            throw new LaunchException(
                    "Port " + wanted.getPort() + " of " + host.getHostAddress() + " is taken or not allowed ("
                            + e.getMessage() + "); choose another with --http HOST:PORT",
                    e);
        }
    }
}
