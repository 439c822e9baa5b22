/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import java.io.File;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What an operator does with the Web Console of Felix: fills in the form of an endpoint, saves it, changes it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WebConsoleIT {

    private static final String ENDPOINT = "io.audithook.endpoint";

    /** What the console calls a configuration that is not saved yet. */
    private static final String NEW = "[Temporary PID replaced by real PID upon save]";

    private static final String HIDDEN = "unmodified";
    private static final String TOKEN = "token-of-the-form";

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    @Inject
    private MetaTypeService metatype;

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private RecordingReceiver receiver;

    @Configuration
    public Option[] configuration() {
        return Stream.concat(
                        Stream.of(
                                Containers.runtime(),
                                frameworkProperty("org.osgi.service.http.port").value("0")),
                        Stream.of("encoder-", "org.apache.felix.inventory-", "org.apache.felix.webconsole-")
                                .map(WebConsoleIT::jar))
                .toArray(Option[]::new);
    }

    private static Option jar(String name) {
        File[] jars = new File(System.getProperty("writers.dir")).listFiles((folder, file) -> file.startsWith(name));
        return bundle(jars[0].toURI().toString()).startLevel(4);
    }

    @Before
    public void open() throws Exception {
        receiver = new RecordingReceiver();
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
        Waiting.until("the console is there, for who has the password", () -> statusWithoutPassword() == 401);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT);
        receiver.close();
        services.close();
    }

    @Test
    public void form_thatIsFilledInAndChanged_isAnEndpointThatDeliversSo() throws Exception {
        Map<String, List<String>> form = form();
        form.put("url", List.of(receiver.url()));
        form.put("auth.type", List.of("bearer"));
        form.put("auth.token", List.of(TOKEN));
        form.put("headers", List.of("X-First: 1", "X-Second: 2"));
        String pid = save(NEW, form);
        awaitActive();
        trail.recordAndWait(SampleEvents.of("console1"));
        receiver.await(ids -> ids.contains("console1"));
        assertEquals(List.of("Bearer " + TOKEN), receiver.lastHeader("Authorization"));
        assertEquals(List.of("2"), receiver.lastHeader("X-second"));
        assertEquals(List.of("Audithook"), receiver.lastHeader("User-agent"));

        String shown = send(HttpRequest.newBuilder(uri("/configMgr/" + pid + ".json")));
        assertTrue(shown, shown.contains("auth.token"));
        assertTrue(shown, shown.contains(HIDDEN));
        assertFalse(shown, shown.contains(TOKEN));

        form.put("auth.token", List.of(HIDDEN));
        form.put("userAgent", List.of("Changed"));
        assertEquals(pid, save(pid, form));
        Waiting.until("the change is delivered", () -> {
            trail.recordAndWait(SampleEvents.of("console2"));
            receiver.await(ids -> ids.contains("console2"));
            return receiver.lastHeader("User-agent").equals(List.of("Changed"));
        });
        assertEquals(List.of("Bearer " + TOKEN), receiver.lastHeader("Authorization"));
    }

    private int statusWithoutPassword() throws Exception {
        return client.send(HttpRequest.newBuilder(uri("/configMgr")).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** All fields as the console shows them when somebody makes a new endpoint. */
    private Map<String, List<String>> form() {
        ObjectClassDefinition definition = Arrays.stream(context.getBundles())
                .map(metatype::getMetaTypeInformation)
                .filter(information ->
                        Arrays.asList(information.getFactoryPids()).contains(ENDPOINT))
                .map(information -> information.getObjectClassDefinition(ENDPOINT, "en"))
                .findFirst()
                .orElseThrow();
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (AttributeDefinition field : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            String[] values = field.getDefaultValue();
            form.put(field.getID(), values == null ? List.of("") : List.of(values));
        }
        return form;
    }

    /** Posts what the script of the console posts; gives the PID under which it is saved. */
    private String save(String pid, Map<String, List<String>> form) throws Exception {
        Map<String, List<String>> posted = new LinkedHashMap<>(form);
        posted.put("apply", List.of("true"));
        posted.put("action", List.of("ajaxConfigManager"));
        posted.put("$location", List.of(""));
        posted.put("factoryPid", List.of(ENDPOINT));
        posted.put("propertylist", List.of(String.join(",", form.keySet())));
        String body = posted.entrySet().stream()
                .flatMap(
                        field -> field.getValue().stream().map(value -> encoded(field.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        send(HttpRequest.newBuilder(uri("/configMgr/" + encoded(pid).replace("+", "%20")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        org.osgi.service.cm.Configuration[] saved = admin.listConfigurations("(service.factoryPid=" + ENDPOINT + ")");
        assertEquals(1, saved.length);
        return saved[0].getPid();
    }

    private String send(HttpRequest.Builder request) throws Exception {
        String password = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> response = client.send(
                request.header("Authorization", "Basic " + password).build(), HttpResponse.BodyHandlers.ofString());
        // the console sends a browser to the page of the configuration
        assertTrue(
                response.statusCode() + ": " + response.body(),
                List.of(200, 302).contains(response.statusCode()));
        return response.body();
    }

    private URI uri(String path) throws Exception {
        return HttpServices.uri(context, "/system/console" + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void awaitActive() throws Exception {
        Waiting.until(
                "the endpoint is active",
                () -> endpoints.list().stream().anyMatch(status -> status.state() == State.ACTIVE));
    }
}
