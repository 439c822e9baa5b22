/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.ConfigurationValidator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What somebody sees and can do who has nothing but the forms of Metatype. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MetatypeFormIT {

    private static final String ENDPOINT = "io.audithook.endpoint";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    @Inject
    private MetaTypeService metatype;

    @Configuration
    public Option[] configuration() throws IOException {
        return new Option[] {Containers.runtime(), german()};
    }

    @Test
    public void endpointForm_withOnlyWhatIsRequired_makesAnEndpointThatDelivers() throws Exception {
        AttributeDefinition[] required = form(ENDPOINT, "en").getAttributeDefinitions(ObjectClassDefinition.REQUIRED);
        assertEquals(
                List.of("url"),
                Arrays.stream(required).map(AttributeDefinition::getID).toList());
        try (RecordingReceiver receiver = new RecordingReceiver();
                Services services = new Services(context)) {
            admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
            org.osgi.service.cm.Configuration endpoint = admin.getFactoryConfiguration(ENDPOINT, "form", "?");
            endpoint.update(new Hashtable<>(Map.of(required[0].getID(), receiver.url())));
            services.get(AuditTrail.class)
                    .recordAndWait(AuditEvent.builder()
                            .operation("Update")
                            .objectType("case")
                            .objectId("form1")
                            .startDate(Instant.EPOCH)
                            .object(Map.of("tlp", 1))
                            .build());
            receiver.await(ids -> ids.contains("form1"));
            endpoint.delete();
        }
    }

    @Test
    public void forms_allOfThem_sayWhatEachFieldIs() {
        Set<String> pids = new TreeSet<>();
        for (Bundle bundle : ours()) {
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            for (String[] some : List.of(information.getPids(), information.getFactoryPids())) {
                for (String pid : some) {
                    pids.add(pid);
                    ObjectClassDefinition form = information.getObjectClassDefinition(pid, null);
                    assertTrue(pid, form.getName().startsWith("Audithook "));
                    assertNotNull(pid, form.getDescription());
                    for (AttributeDefinition field : form.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
                        String name = pid + " " + field.getID();
                        assertTrue(name, field.getName().length() > 1);
                        assertTrue(name, field.getDescription().endsWith("."));
                        assertEquals(name, isSecret(field.getID()), field.getType() == AttributeDefinition.PASSWORD);
                    }
                }
            }
        }
        assertTrue(pids.toString(), pids.containsAll(List.of(ENDPOINT, "io.audithook.tls", "io.audithook.proxy")));
    }

    @Test
    public void form_inAnotherLanguage_saysWhatAFragmentSays_andTheRestInEnglish() {
        assertEquals("Adresse", form(ENDPOINT, "de").getName());
        assertEquals("Wohin", url("de").getName());
        assertEquals("Wohin", url("de_AT").getName());
        assertEquals(url("en").getDescription(), url("de").getDescription());
        assertEquals("URL", url("fr").getName());
        AttributeDefinition ordering = field(form(ENDPOINT, "de"), "ordering");
        assertEquals(List.of("key", "strict", "none"), List.of(ordering.getOptionValues()));
        assertEquals(
                List.of("Eins je Objekt", "One at a time", "None waits"), Arrays.asList(ordering.getOptionLabels()));
    }

    private AttributeDefinition url(String locale) {
        return field(form(ENDPOINT, locale), "url");
    }

    private static AttributeDefinition field(ObjectClassDefinition form, String key) {
        return Arrays.stream(form.getAttributeDefinitions(ObjectClassDefinition.ALL))
                .filter(field -> field.getID().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void validators_areServices() throws Exception {
        Set<String> pids = new TreeSet<>();
        Collection<ServiceReference<ConfigurationValidator>> found =
                context.getServiceReferences(ConfigurationValidator.class, null);
        found.forEach(reference -> pids.addAll(context.getService(reference).pids()));
        assertEquals(
                Set.of(
                        ENDPOINT,
                        "io.audithook.tls",
                        "io.audithook.proxy",
                        "io.audithook.address",
                        "io.audithook.filter",
                        "io.audithook.events",
                        "io.audithook.framework",
                        "io.audithook.hocon",
                        "io.audithook.http",
                        "io.audithook.outbox",
                        "io.audithook.metrics"),
                pids);
    }

    private static boolean isSecret(String key) {
        return key.matches("(.*[.])?(password|keyPassword|token|value|clientSecret|keys|secret)")
                || key.equals("key.data");
    }

    private ObjectClassDefinition form(String pid, String locale) {
        return ours().stream()
                .map(metatype::getMetaTypeInformation)
                .filter(information ->
                        Arrays.asList(information.getFactoryPids()).contains(pid))
                .map(information -> information.getObjectClassDefinition(pid, locale))
                .findFirst()
                .orElseThrow();
    }

    /** A fragment as a translator would make it. */
    private static Option german() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "german");
        main.putValue("Fragment-Host", "io.audithook.webhook.dispatcher");
        Path jar = Files.createTempFile(Path.of(System.getProperty("work.dir")), "german", ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("OSGI-INF/l10n/endpoint_de.properties"));
            out.write("name = Adresse\nurl.name = Wohin\nordering.option.key = Eins je Objekt\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.closeEntry();
        }
        return bundle(jar.toUri().toString()).noStart();
    }

    private List<Bundle> ours() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> Optional.ofNullable(bundle.getSymbolicName())
                        .orElse("")
                        .matches("io\\.audithook\\.(audit|webhook)\\..*"))
                .toList();
    }
}
