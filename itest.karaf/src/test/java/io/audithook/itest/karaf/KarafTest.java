/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.maven;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.karaf.options.LogLevelOption.LogLevel;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** A stock Karaf in which our features come, work, are updated, and go. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class KarafTest {

    private static final List<String> FEATURES =
            List.of("audithook-hocon", "audithook-shell", "audithook-jmx", "audithook-http", "audithook-metrics");
    private static final String COMMANDS = "(osgi.command.scope=webhook)";
    private static final String OURS = "io.audithook.";

    @Inject
    private BundleContext context;

    @Inject
    private FeaturesService features;

    @Inject
    private ConfigurationAdmin admin;

    @Inject
    private SessionFactory sessions;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final String framework;
    private final List<String> published = new ArrayList<>();

    KarafTest(String framework) {
        this.framework = framework;
    }

    @Configuration
    public Option[] configuration() {
        File distribution = new File(System.getProperty("karaf.distribution"));
        URI repository = new File(System.getProperty("features.repository")).toURI();
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(distribution.toURI().toString())
                    .karafVersion(System.getProperty("karaf.version"))
                    .name("Karaf")
                    .unpackDirectory(new File(System.getProperty("work.dir"), framework))
                    .useDeployFolder(false),
            // soon there, and not the fastest later
            CoreOptions.vmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            logLevel(LogLevel.WARN),
            editConfigurationFilePut("etc/config.properties", "karaf.framework", framework),
            // what the features name is there, and nowhere else
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.defaultRepositories",
                    "${karaf.home.uri}system@id=system@snapshots," + repository + "@id=audithook@snapshots"),
            // of Karaf itself, which wires much anew when it comes later; on any free port
            features(
                    maven("org.apache.karaf.features", "standard")
                            .classifier("features")
                            .type("xml")
                            .version(System.getProperty("karaf.version")),
                    "eventadmin",
                    "http-whiteboard"),
            editConfigurationFilePut("etc/org.ops4j.pax.web.cfg", "org.osgi.service.http.port", "0"),
            editConfigurationFilePut("etc/org.ops4j.pax.web.cfg", "org.ops4j.pax.web.listening.addresses", "127.0.0.1"),
            CoreOptions.systemProperty("features.file").value(System.getProperty("features.file")),
        };
    }

    @Test
    public void features_comeWorkAndGo_leaveNothing() throws Exception {
        // what the first round leaves is the JVM's: classes, and threads that it makes once
        round("1");
        Footprint before = settled();
        round("2");
        Footprint after = settled();
        assertEquals(before.settings(), after.settings());
        // a pool of the container, such as the resolver's, ends its threads when they were idle for a while
        Waiting.until(
                "no threads but those of before",
                () -> Footprint.take().threadsBeyond(before).isEmpty(),
                () -> "; there are " + Footprint.take().threadsBeyond(before));
        // the one who runs this test talks to it over sockets, too
        await("no more sockets are open", () -> Footprint.take().sockets() <= before.sockets());
    }

    /** With the executor of Felix, which comes with the feature, and its command. */
    @Test
    public void health_installed_showsWhatIsInvalid() throws Exception {
        URI repository = new File(System.getProperty("features.file")).toURI();
        features.addRepository(repository);
        features.installFeature("audithook-health");
        awaitHealth("Overall Health Result: OK");
        admin.getFactoryConfiguration("io.audithook.endpoint", "invalid", "?")
                .update(new Hashtable<>(Map.of("url", "ftp://h/")));
        awaitHealth("invalid: INVALID: io.audithook.endpoint~invalid:");
        awaitHealth("Overall Health Result: CRITICAL");
        admin.getFactoryConfiguration("io.audithook.endpoint", "invalid", "?").delete();
        awaitHealth("Overall Health Result: OK");
        features.uninstallFeature("audithook-health");
        features.removeRepository(repository);
        await("no bundle of ours is left", () -> ours().isEmpty());
    }

    private void awaitHealth(String part) throws Exception {
        try {
            await(part, () -> health().contains(part));
        } catch (AssertionError e) {
            throw new AssertionError(health(), e);
        }
    }

    /** What the command prints of our checks, on one line; nothing while it or one of them is not there. */
    private String health() throws Exception {
        if (context.getServiceReferences((String) null, "(osgi.command.scope=hc)") == null) {
            return "";
        }
        String text = shell("hc:exec audithook").replaceAll("\\s+", " ");
        return text.contains("Audithook endpoints") && text.contains("Audithook outbox") ? text : "";
    }

    private void round(String name) throws Exception {
        URI repository = new File(System.getProperty("features.file")).toURI();
        features.addRepository(repository);
        for (String feature : FEATURES) {
            features.installFeature(feature);
        }
        try (Receiver receiver = new Receiver()) {
            admin.getConfiguration("io.audithook.address", "?")
                    .update(new Hashtable<>(Map.of("allowed", "127.0.0.0/8")));
            admin.getFactoryConfiguration("io.audithook.endpoint", "cm" + name, "?")
                    .update(new Hashtable<>(Map.of("url", receiver.url("cm"), "start", "earliest")));
            Path file = drop(receiver.url("hocon"), name);
            publish("installed" + name);
            receiver.await("cm", "installed" + name);
            receiver.await("hocon", "installed" + name);
            await("the commands are there", () -> sessions.getRegistry().getCommand("webhook", "info") != null);
            // Karaf would take them over, and take them away by their names
            assertNull(context.getServiceReferences((String) null, COMMANDS));
            assertEquals(List.of("webhook:pause "), completed("webhook:pau"));
            assertEquals(List.of("cm" + name + " "), completed("webhook:info", "cm" + name));
            assertEquals(List.of("--json "), completed("webhook:info", "cm" + name, "--j"));
            assertEquals(List.of(), completed("webhook:list", "cm" + name));
            String list = shell("webhook:list");
            assertTrue(list, list.contains("cm" + name));
            await("an event is accepted by HTTP", () -> web().post("/audit/events", event("web" + name)) == 202);
            published.add("web" + name);
            receiver.await("cm", "web" + name);
            admin.getConfiguration("io.audithook.metrics", "?").update(new Hashtable<>(Map.of("loopbackOnly", true)));
            await("metrics are shown", () -> web().get("/metrics").contains("endpoint=\"cm" + name + "\""));
            ObjectName endpoint = new ObjectName("io.audithook:type=endpoint,name=\"cm" + name + "\"");
            await("JMX shows what was delivered", () -> delivered(endpoint) == published.size());

            update();
            publish("updated" + name);
            receiver.await("cm", "updated" + name);
            receiver.await("hocon", "updated" + name);
            // the outbox outlived the features of the round before, so this endpoint gets all from the earliest on
            for (String objectId : published) {
                receiver.await("cm", objectId);
            }
            assertEquals(published.size(), receiver.received("cm").size());

            Files.delete(file);
            admin.getFactoryConfiguration("io.audithook.endpoint", "cm" + name, "?")
                    .delete();
            admin.getConfiguration("io.audithook.address", "?").delete();
            admin.getConfiguration("io.audithook.metrics", "?").delete();
            await("nothing is served any more", () -> web().get("/metrics").isEmpty());
        }
        for (String feature : FEATURES) {
            features.uninstallFeature(feature);
        }
        features.removeRepository(repository);
        await("no bundle of ours is left", () -> ours().isEmpty());
        assertNull(sessions.getRegistry().getCommand("webhook", "info"));
        assertEquals(Set.of(), beans.queryNames(new ObjectName("io.audithook:*"), null));
        Path store = Path.of(System.getProperty("karaf.data"), "audithook", "outbox", "outbox.db");
        assertTrue("the events stay: " + store, Files.exists(store));
    }

    /** What a console offers at the end of a line, for which it asks all commands. */
    private List<String> completed(String... words) {
        List<String> candidates = new ArrayList<>();
        for (Command command : sessions.getRegistry().getCommands()) {
            if (command.getScope().equals("webhook")) {
                command.getCompleter(false).complete(null, new TypedLine(words), candidates);
            }
        }
        return candidates;
    }

    private WebClient web() {
        return new WebClient(context);
    }

    private static String event(String objectId) {
        return "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + objectId + "\",\"startDate\":0}";
    }

    /** A file in the deploy folder, as an administrator puts it there. */
    private static Path drop(String url, String name) throws Exception {
        Path file = Path.of(System.getProperty("karaf.base"), "deploy", "hooks" + name + ".conf");
        return Files.writeString(file, "webhooks { hocon" + name + " { url = \"" + url + "\", start = earliest } }\n");
    }

    /** What a command prints, and what it gives, which a console would print. */
    private String shell(String command) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Session session = sessions.create(InputStream.nullInputStream(), out, out);
        try {
            Object result = session.execute(command);
            return printed.toString(StandardCharsets.UTF_8) + result;
        } finally {
            session.close();
        }
    }

    /** As a JMX client reads it; -1 if there is no such MBean. */
    private long delivered(ObjectName endpoint) throws JMException {
        return beans.isRegistered(endpoint) ? (Long) beans.getAttribute(endpoint, "Delivered") : -1;
    }

    private void publish(String objectId) throws Exception {
        await("the audit trail takes an event", () -> Publisher.publish(context, objectId));
        published.add(objectId);
    }

    /** As {@code bundle:update} does, all at once, and then {@code bundle:refresh}. */
    private void update() throws Exception {
        List<Bundle> bundles = ours();
        for (Bundle bundle : bundles) {
            bundle.update();
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        refreshed.await(1, TimeUnit.MINUTES);
        await("all bundles run", () -> bundles.stream().allMatch(bundle -> bundle.getState() == Bundle.ACTIVE));
    }

    private List<Bundle> ours() {
        List<Bundle> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName() != null && bundle.getSymbolicName().startsWith(OURS)) {
                found.add(bundle);
            }
        }
        return found;
    }

    /** What is there once everything of ours has ended. */
    private static Footprint settled() throws Exception {
        await(
                "no thread of ours is left",
                () -> Footprint.take().threads("audithook").isEmpty());
        return Footprint.take();
    }

    private static void await(String what, Waiting.Condition condition) throws Exception {
        Waiting.until(what, condition);
    }
}
