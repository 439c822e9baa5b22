/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.TlsProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** Endpoints as others write them: File Install with typed files, the Configurator, interpolated values. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WritersIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String TLS = "io.audithook.tls";
    private static final String ETC = "felix.fileinstall.dir";
    private static final String SECRETS = "org.apache.felix.configadmin.plugin.interpolation.secretsdir";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private RecordingReceiver receiver;
    private Path etc;

    @Configuration
    public Option[] configuration() throws IOException {
        Path work = Files.createDirectories(Path.of(System.getProperty("work.dir")));
        Path etc = Files.createTempDirectory(work, "etc");
        Path secrets = Files.createTempDirectory(work, "secrets");
        Files.writeString(secrets.resolve("token"), "interpolated");
        List<Option> options = new ArrayList<>(List.of(
                Containers.runtime(),
                frameworkProperty(SECRETS).value(secrets.toString()),
                frameworkProperty(ETC).value(etc.toString()),
                frameworkProperty("felix.fileinstall.poll").value("250"),
                frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
                // as in Karaf
                frameworkProperty("felix.fileinstall.enableConfigSave").value("true"),
                frameworkProperty("felix.fileinstall.tmpdir").value(etc + "-tmp")));
        options.add(jar("bundles.dir", "org.apache.felix.fileinstall-", 4));
        options.add(jar("writers.dir", "jakarta.json-api-", 2));
        options.add(jar("writers.dir", "parsson-", 2));
        options.add(jar("writers.dir", "org.apache.felix.converter-", 2));
        options.add(jar("writers.dir", "org.apache.felix.configadmin.plugin.interpolation-", 2));
        options.add(jar("writers.dir", "org.apache.felix.cm.json-", 3));
        // later than the parser of what it reads
        options.add(jar("writers.dir", "org.apache.felix.configurator-", 4));
        return options.toArray(Option[]::new);
    }

    private static Option jar(String folder, String name, int startLevel) {
        File[] jars = new File(System.getProperty(folder)).listFiles((dir, file) -> file.startsWith(name));
        return bundle(jars[0].toURI().toString()).startLevel(startLevel);
    }

    @Before
    public void open() throws Exception {
        etc = Path.of(context.getProperty(ETC));
        receiver = new RecordingReceiver();
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, TLS);
        receiver.close();
        services.close();
    }

    @Test
    public void typedFile_makesAnEndpoint_whichGoesOnWhileHalfOfItIsThere() throws Exception {
        Path file = etc.resolve(ENDPOINT + "-typed.config");
        String text = "url=\"" + receiver.url() + "\"\nconcurrency=I\"4\"\ngzip=B\"false\"\nrate.limit=D\"1000.0\"\n"
                + "headers=[ \\\n  \"X-First: 1\", \\\n  \"X-Second: 2\", \\\n  ]\n";
        Files.writeString(file, text);
        awaitActive("typed");
        record("typed1");
        receiver.await(ids -> ids.contains("typed1"));
        assertEquals(List.of("1"), receiver.lastHeader("X-first"));
        assertEquals(List.of("2"), receiver.lastHeader("X-second"));
        rewrite(file, text.substring(0, text.indexOf("X-First")));
        // File Install takes what is no typed file for a plain one, with quotation marks in its values
        Waiting.until(
                "half of it is refused",
                () -> status("typed")
                        .filter(now -> now.state() == State.INVALID)
                        .isPresent());
        record("typed2");
        receiver.await(ids -> ids.contains("typed2"));
        assertEquals(List.of("1"), receiver.lastHeader("X-first"));
        rewrite(file, "");
        Waiting.until(
                "nothing is refused",
                () -> status("typed")
                        .filter(now -> now.reason().contains("url is required"))
                        .isPresent());
        record("typed3");
        receiver.await(ids -> ids.contains("typed3"));
        assertEquals(List.of("2"), receiver.lastHeader("X-second"));
        rewrite(file, text);
        awaitActive("typed");
        record("typed4");
        receiver.await(ids -> ids.equals(List.of("typed1", "typed2", "typed3", "typed4")));
        assertEquals(4, configuration("typed").getProperties().get("concurrency"));
    }

    @Test
    public void fileOfAProfile_thatIsEmptied_leavesItAsItWas() throws Exception {
        Path profile = etc.resolve(TLS + "-cut.cfg");
        Files.writeString(profile, "protocols = TLSv1.3\npins = sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        Files.writeString(
                etc.resolve(ENDPOINT + "-cut.cfg"), "url = " + receiver.url() + "\ntls.target = (tls.name=cut)\n");
        awaitActive("cut");
        Object before = profiles("cut").get(0).getProperty(Constants.SERVICE_ID);
        rewrite(profile, "");
        Waiting.until(
                "Config Admin has the empty one",
                () -> Configurations.find(admin, TLS + "~cut").stream()
                        .allMatch(found -> found.getProperties().get("pins") == null));
        Configurations.awaitListeners(context, admin);
        assertEquals(
                List.of(before),
                profiles("cut").stream()
                        .map(found -> found.getProperty(Constants.SERVICE_ID))
                        .toList());
        record("cut1");
        receiver.await(ids -> ids.contains("cut1"));
        rewrite(profile, "protocols = TLSv1.2\n");
        Waiting.until(
                "the next one counts",
                () -> !profiles("cut").isEmpty()
                        && !profiles("cut")
                                .get(0)
                                .getProperty(Constants.SERVICE_ID)
                                .equals(before));
    }

    private List<ServiceReference<TlsProfile>> profiles(String name) throws Exception {
        return List.copyOf(context.getServiceReferences(TlsProfile.class, "(tls.name=" + name + ")"));
    }

    @Test
    public void configurator_bringsAnEndpointWithABundle_andTakesItAlong() throws Exception {
        Bundle application = context.installBundle(
                "application", new ByteArrayInputStream(application("""
                {
                  ":configurator:resource-version": 1,
                  // as an application would ship it
                  "io.audithook.endpoint~shipped": {
                    "url": "%s",
                    "concurrency:Integer": 2,
                    "headers": ["X-First: 1", "X-Second: 2"],
                    "delete.policy": "drop"
                  }
                }
                """.formatted(receiver.url()))));
        application.start();
        awaitActive("shipped");
        record("shipped1");
        receiver.await(ids -> ids.contains("shipped1"));
        assertEquals(List.of("2"), receiver.lastHeader("X-second"));
        application.uninstall();
        Waiting.until("it goes with its bundle", () -> status("shipped").isEmpty());
    }

    @Test
    public void placeholder_isResolvedForTheEndpoint_andAnErrorWhereItIsNot() throws Exception {
        Path file = etc.resolve(ENDPOINT + "-placed.cfg");
        String url = "url = " + receiver.url() + "\nauth.type = bearer\n";
        Files.writeString(file, url + "auth.token = $[secret:token]\n");
        awaitActive("placed");
        record("placed1");
        receiver.await(ids -> ids.contains("placed1"));
        assertEquals(List.of("Bearer interpolated"), receiver.lastHeader("Authorization"));
        rewrite(file, url + "auth.token = $[secret:missing]\n");
        // for a moment it is told without the end
        String reason = ENDPOINT + "~placed: auth.token holds a placeholder $[...] that nothing has resolved;"
                + " until that is mended, it goes on as it was";
        Waiting.until(
                "it is refused",
                30,
                () -> status("placed")
                        .filter(now ->
                                now.state() == State.INVALID && now.reason().equals(reason))
                        .isPresent(),
                () -> "; it is " + status("placed"));
        // a placeholder that is resolved is no mistake while something else is missing
        rewrite(file, url + "auth.token = $[secret:token]\ntls.target = (tls.name=$[secret:token])\n");
        Waiting.until(
                "it waits",
                30,
                () -> status("placed")
                        .filter(now -> now.reason()
                                .equals("needs 1 TlsProfile for tls.target=(tls.name=interpolated), found 0"))
                        .isPresent(),
                () -> "; it is " + status("placed"));
    }

    @Test
    public void references_surviveWhatFileInstallWritesBack() throws Exception {
        Path token = Files.writeString(etc.resolveSibling(etc.getFileName() + "-token"), "from-a-file");
        Path file = etc.resolve(ENDPOINT + "-saved.cfg");
        Files.writeString(
                file,
                "# a comment\nurl = " + receiver.url() + "\nauth.type = bearer\nauth.token = file:" + token + "\n"
                        + "userAgent = $[secret:token]\n");
        awaitActive("saved");
        org.osgi.service.cm.Configuration saved = configuration("saved");
        Dictionary<String, Object> properties = saved.getProperties();
        properties.put("concurrency", "3");
        saved.update(properties);
        Waiting.until("it is written back", () -> Files.readString(file).contains("concurrency"));
        String written = Files.readString(file);
        assertEquals(written, List.of("auth.token = file:" + token, "userAgent = $[secret:token]"), lines(written));
        assertFalse(written, written.contains("from-a-file") || written.contains("interpolated"));
        record("saved1");
        receiver.await(ids -> ids.contains("saved1"));
        assertEquals(List.of("Bearer from-a-file"), receiver.lastHeader("Authorization"));
        assertEquals(List.of("interpolated"), receiver.lastHeader("User-agent"));
    }

    /** Once File Install has written back what it has read, or it may write that over the new text. */
    private void rewrite(Path file, String text) throws Exception {
        Configurations.awaitListeners(context, admin);
        Files.writeString(file, text);
    }

    private static List<String> lines(String written) {
        return written.lines()
                .filter(line -> line.startsWith("auth.token") || line.startsWith("userAgent"))
                .toList();
    }

    private org.osgi.service.cm.Configuration configuration(String name) throws Exception {
        return Configurations.find(admin, ENDPOINT + "~" + name).orElseThrow();
    }

    private void record(String id) throws InterruptedException {
        trail.recordAndWait(SampleEvents.of(id));
    }

    private Optional<EndpointStatus> status(String name) {
        return Statuses.find(endpoints, name);
    }

    private void awaitActive(String name) throws Exception {
        Statuses.await(endpoints, name, State.ACTIVE);
    }

    /** A bundle with nothing but configurations. */
    private static byte[] application(String json) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "application");
        main.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.configurator)(version>=1.0)(!(version>=2.0)))\"");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("OSGI-INF/configurator/endpoints.json"));
            jar.write(json.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
