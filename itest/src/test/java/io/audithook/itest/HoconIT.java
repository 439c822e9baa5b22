/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.audithook.audit.api.AuditTrail;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.inject.Inject;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** HOCON files in a framework with the real Config Admin, configured by PID or dropped into a folder of File Install. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HoconIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String PID = "io.audithook.hocon";
    private static final String DEPLOY = "felix.fileinstall.dir";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private Path folder;

    @Configuration
    public Option[] configuration() throws IOException {
        File[] jars = new File(System.getProperty("bundles.dir"))
                .listFiles((dir, name) -> name.startsWith("org.apache.felix.fileinstall-"));
        Path deploy =
                Files.createTempDirectory(Files.createDirectories(Path.of(System.getProperty("work.dir"))), "deploy");
        return new Option[] {
            Containers.runtime(),
            bundle(jars[0].toURI().toString()).startLevel(4),
            frameworkProperty(DEPLOY).value(deploy.toString()),
            frameworkProperty("felix.fileinstall.poll").value("250"),
            frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
            frameworkProperty("felix.fileinstall.filter").value(".*\\.conf"),
            frameworkProperty("felix.fileinstall.tmpdir")
                    .value(deploy.resolveSibling(deploy.getFileName() + "-tmp").toString()),
        };
    }

    @Before
    public void open() throws Exception {
        folder = Files.createTempDirectory(Path.of(System.getProperty("work.dir")), "hocon");
    }

    @After
    public void close() throws Exception {
        admin.getConfiguration(PID, "?").delete();
        ObjectName files = new ObjectName("io.audithook:type=hocon,*");
        Waiting.until(
                "no file is read any more", () -> server.queryNames(files, null).isEmpty());
        Configurations.deleteAll(context, admin, ENDPOINT);
    }

    @Test
    public void conf_droppedIntoAFolder_comesChangesAndGoes() throws Exception {
        Path file = Path.of(context.getProperty(DEPLOY)).resolve("dropped.conf");
        Files.writeString(file, "webhooks.dropped.url = \"http://127.0.0.1:9/1\"");
        Waiting.until("it is there", () -> "http://127.0.0.1:9/1".equals(get("dropped", "url")));
        Files.writeString(file, "webhooks.dropped.url = \"http://127.0.0.1:9/2\"");
        Waiting.until("it has changed", () -> "http://127.0.0.1:9/2".equals(get("dropped", "url")));
        Files.delete(file);
        Waiting.until("it is paused", () -> Boolean.FALSE.equals(get("dropped", "enabled")));
        Files.writeString(file, "webhooks.dropped.url = \"http://127.0.0.1:9/2\"");
        Waiting.until("it goes on", () -> get("dropped", "enabled") == null);
        Files.delete(file);
        Waiting.until("it is paused again", () -> Boolean.FALSE.equals(get("dropped", "enabled")));
    }

    @Test
    public void file_configured_changesExactlyWhatChangedInIt() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        ConfigurationListener record = event -> {
            if (event.getPid().startsWith(ENDPOINT + "~many")) {
                events.add(
                        (event.getType() == ConfigurationEvent.CM_DELETED ? "deleted " : "updated ") + event.getPid());
            }
        };
        ServiceRegistration<ConfigurationListener> listener =
                context.registerService(ConfigurationListener.class, record, null);
        String text = many("http://127.0.0.1:9/");
        Path file = Files.writeString(folder.resolve("many.conf"), text);
        admin.getConfiguration(PID, "?").update(new Hashtable<>(Map.of("file", file.toString())));
        Waiting.until("all are there", () -> events.size() == 500);
        events.clear();
        String changed = "# saved again\n" + text.replace("/250\"", "/changed\"");
        Files.writeString(file, changed);
        Waiting.until("one is changed", () -> !events.isEmpty());
        // told in order: all that the first change has brought about comes before the second
        Files.writeString(file, changed.replace("/1\"", "/changed\""));
        Waiting.until("another one is changed", () -> events.contains("updated " + ENDPOINT + "~many1"));
        listener.unregister();
        assertEquals(List.of("updated " + ENDPOINT + "~many250", "updated " + ENDPOINT + "~many1"), events);
        assertEquals("http://127.0.0.1:9/changed", get("many250", "url"));
    }

    @Test
    public void configuration_takenOverAndDeletedByOthers_isMadeAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("theirs.conf"), "webhooks.mine.url = \"http://127.0.0.1:9/1\"");
        admin.getConfiguration(PID, "?").update(new Hashtable<>(Map.of("file", file.toString())));
        Waiting.until("it is there", () -> "http://127.0.0.1:9/1".equals(get("mine", "url")));
        // File Install looks at it by its PID, which must not be while it is deleted
        Configurations.awaitListeners(context, admin);
        admin.getFactoryConfiguration(ENDPOINT, "mine", "?").delete();
        Waiting.until("it is there again", () -> "http://127.0.0.1:9/1".equals(get("mine", "url")));
        admin.getFactoryConfiguration(ENDPOINT, "mine", "?")
                .update(new Hashtable<>(Map.of("url", "http://127.0.0.1:9/2")));
        ObjectName status = new ObjectName("io.audithook:type=hocon,*");
        Waiting.until(
                "a warning names both",
                () -> server.queryNames(status, null).stream()
                        .anyMatch(
                                name -> conflicts(name)
                                        .equals(
                                                List.of(
                                                        "webhook mine of " + file
                                                                + " is left as it is, for io.audithook.endpoint~mine is made by someone else"))));
        assertEquals("http://127.0.0.1:9/2", get("mine", "url"));
        admin.getFactoryConfiguration(ENDPOINT, "mine", "?").delete();
        Waiting.until("ours follows", () -> "http://127.0.0.1:9/1".equals(get("mine", "url")));
    }

    @Test
    public void configuration_thatSomebodyHasAskedForByItsPid_isOfItsFactory() throws Exception {
        admin.getConfiguration(ENDPOINT + "~asked", "?");
        Path file = Files.writeString(folder.resolve("asked.conf"), "webhooks.asked.url = \"http://127.0.0.1:9/1\"");
        admin.getConfiguration(PID, "?").update(new Hashtable<>(Map.of("file", file.toString())));
        Waiting.until("it is there", () -> "http://127.0.0.1:9/1".equals(get("asked", "url")));
        assertEquals(
                ENDPOINT,
                Configurations.find(admin, ENDPOINT + "~asked").orElseThrow().getFactoryPid());
    }

    private List<String> conflicts(ObjectName name) {
        try {
            return List.of((String[]) server.getAttribute(name, "Conflicts"));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void file_broken_keepsTheOldSetAndSaysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("kept.conf"), "webhooks.kept.url = \"http://127.0.0.1:9/\"");
        admin.getConfiguration(PID, "?").update(new Hashtable<>(Map.of("file", file.toString())));
        Waiting.until("it is there", () -> get("kept", "url") != null);
        ObjectName name = new ObjectName("io.audithook:type=hocon,file=" + ObjectName.quote(file.toString()));
        Waiting.until("it is applied", () -> "APPLIED".equals(server.getAttribute(name, "State")));
        Files.writeString(file, "webhooks.kept = 1");
        Waiting.until("it is refused", () -> "KEPT".equals(server.getAttribute(name, "State")));
        assertArrayEquals(
                new String[] {file + ": 1: webhooks.kept: expected an object with a url, found a number"},
                (String[]) server.getAttribute(name, "Problems"));
        assertEquals("http://127.0.0.1:9/", get("kept", "url"));
        admin.getConfiguration(PID, "?").delete();
        Waiting.until("its MBean is gone", () -> !server.isRegistered(name));
        assertEquals("http://127.0.0.1:9/", get("kept", "url"));
    }

    @Test
    public void filtersAndAddresses_ofAFile_areInForceAndGoWithIt() throws Exception {
        try (RecordingReceiver receiver = new RecordingReceiver();
                Services services = new Services(context)) {
            Path file = Files.writeString(folder.resolve("filters.conf"), """
                    audithook {
                      address.allowed = 127.0.0.1
                      filters.exact.expression { _gte { object.score = 0.10000000000000000000000000000000001 } }
                    }
                    webhooks.filtered { url = "%s", start = earliest, filters = exact }
                    """.formatted(receiver.url()));
            admin.getConfiguration(PID, "?")
                    .update(new Hashtable<>(Map.of("file", file.toString(), "whenDeleted", "delete")));
            AuditTrail trail = services.get(AuditTrail.class);
            trail.recordAndWait(SampleEvents.of("less", score("0.1")));
            trail.recordAndWait(SampleEvents.of("same", score("0.10000000000000000000000000000000001")));
            receiver.await(ids -> ids.equals(List.of("same")));
            Files.delete(file);
            for (String pid : List.of(ENDPOINT + "~filtered", "io.audithook.filter~exact", "io.audithook.address")) {
                Waiting.until(
                        pid + " is gone", () -> Configurations.find(admin, pid).isEmpty());
            }
        }
    }

    private static Map<String, Object> score(String score) {
        return Map.of("score", new BigDecimal(score));
    }

    private static String many(String url) {
        return IntStream.range(0, 500)
                .mapToObj(i -> "  many" + i + " { enabled = false, url = \"" + url + i + "\" }")
                .collect(Collectors.joining("\n", "webhooks {\n", "\n}\n"));
    }

    private Object get(String name, String key) throws Exception {
        return Configurations.find(admin, ENDPOINT + "~" + name)
                .map(found -> found.getProperties().get(key))
                .orElse(null);
    }
}
