/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
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
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The keys by which Declarative Services find the services of an endpoint, as tools and people write them: in each way in which
 * they are right for us, or wrong, no event goes past a filter, and no endpoint is in the way of another.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReferencesIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String TLS = "io.audithook.tls";
    private static final String MINIMUM = "filters.cardinality.minimum";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
    private Outbox outbox;
    private RecordingReceiver receiver;

    @Configuration
    public Option[] configuration() {
        return new Option[] {Containers.runtime()};
    }

    @Before
    public void open() throws Exception {
        receiver = new RecordingReceiver();
        admin.getConfiguration("io.audithook.address", "?").update(new Hashtable<>(Map.of("allowed", "127.0.0.1")));
        services = new Services(context);
        findServices();
    }

    private void findServices() throws InterruptedException {
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
        outbox = services.get(Outbox.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, TLS);
        Statuses.forgetAll(outbox, endpoints);
        receiver.close();
        services.close();
    }

    @Test
    public void numberOfFilters_inWhateverTypeItIsWritten_isWaitedFor() throws Exception {
        List<Object> ones =
                List.of("1", "1 ", " 1", "1.0", "+1", 1L, 1.0, new int[] {1}, new String[] {"1"}, List.of("1"));
        for (int i = 0; i < ones.size(); i++) {
            configure(ENDPOINT, "e" + i, Map.of("filters.target", "(filter.name=nope)", MINIMUM, ones.get(i)));
        }
        configure(ENDPOINT, "free", Map.of());
        awaitState("free", State.ACTIVE);
        record("held");
        receiver.await(ids -> ids.contains("held"));
        for (int i = 0; i < ones.size(); i++) {
            awaitState("e" + i, State.WAITING);
            assertEquals(
                    "needs 1 EventFilter for filters.target=(filter.name=nope), found 0",
                    status("e" + i).reason());
            assertEquals(1, status("e" + i).stats().pending());
        }
        assertEquals(List.of("held"), receiver.received());
    }

    @Test
    public void target_inWhateverTypeItIsWritten_isFound() throws Exception {
        configure(ENDPOINT, "list", Map.of("tls.target", new String[] {"(tls.name=default)"}));
        configure(ENDPOINT, "blanks", Map.of("tls.target", " (tls.name=default) ", "proxy.target", "", MINIMUM, ""));
        awaitState("list", State.ACTIVE);
        awaitState("blanks", State.ACTIVE);
    }

    @Test
    public void mistakeInAReference_isShown_andStopsNobodyElse() throws Exception {
        configure(ENDPOINT, "a", Map.of("tls.target", new String[] {"(tls.name=default)", "(tls.name=corp)"}));
        configure(ENDPOINT, "b", Map.of("filters.target", "((", MINIMUM, 0));
        configure(ENDPOINT, "c", Map.of("format.target", "cloudevents"));
        configure(ENDPOINT, "d", Map.of(MINIMUM, "some"));
        configure(ENDPOINT, "well", Map.of());
        assertMistakes();
        // then all configurations are read at once
        Bundle dispatcher = Bundles.named(context, "io.audithook.webhook.dispatcher");
        dispatcher.stop();
        dispatcher.start();
        findServices();
        assertMistakes();
        record("x");
        receiver.await(ids -> ids.equals(List.of("x")));
    }

    private void assertMistakes() throws Exception {
        awaitState("well", State.ACTIVE);
        assertInvalid("a", "tls.target must be one value, not 2");
        assertInvalid("b", "filters.target=\"((\" must be an LDAP filter, such as (filter.name=corp)");
        assertInvalid("c", "format.target=\"cloudevents\" must be an LDAP filter, such as (format.name=corp)");
        assertInvalid("d", MINIMUM + "=\"some\" must be a whole number from 0 to 2147483647");
    }

    @Test
    public void mistakeOfAnEndpoint_isShown_alsoWhileAServiceIsMissing() throws Exception {
        configure(ENDPOINT, "e", Map.of("url", "gopher://x/", "tls.target", "(tls.name=nope)"));
        assertInvalid("e", "url=\"gopher://x/\" must begin with http:// or https://");
    }

    @Test
    public void mistakeOfAProfile_isShown_whereItIsMissing() throws Exception {
        configure(TLS, "corp", Map.of("protocols", "SSLv2"));
        configure(ENDPOINT, "e", Map.of("tls.target", "(tls.name=corp)"));
        Waiting.until(
                "it says why",
                30,
                () -> status("e")
                        .reason()
                        .startsWith("needs 1 TlsProfile for tls.target=(tls.name=corp), found 0;"
                                + " io.audithook.tls~corp: protocols=\"SSLv2\""),
                () -> "; it is " + status("e"));
        assertEquals(State.WAITING, status("e").state());
    }

    private void assertInvalid(String name, String message) throws Exception {
        awaitState(name, State.INVALID);
        assertEquals(ENDPOINT + "~" + name + ": " + message, status(name).reason());
    }

    private void record(String id) throws InterruptedException {
        trail.recordAndWait(SampleEvents.of(id, Map.of()));
    }

    /** An endpoint gets our receiver, unless it has another. */
    private void configure(String factory, String name, Map<String, Object> properties) throws Exception {
        Hashtable<String, Object> all = new Hashtable<>(properties);
        if (factory.equals(ENDPOINT)) {
            all.putIfAbsent("url", receiver.url());
        }
        admin.getFactoryConfiguration(factory, name, "?").update(all);
    }

    private EndpointStatus status(String name) {
        return Statuses.get(endpoints, name);
    }

    private void awaitState(String name, State state) throws Exception {
        Statuses.await(endpoints, name, state);
    }
}
