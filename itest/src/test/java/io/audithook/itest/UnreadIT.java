/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;

import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.EventFilter;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
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
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.EventHandler;

/** Configurations that nobody reads: they say so, and are in the way of no other. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UnreadIT {

    private static final String ENDPOINT = "io.audithook.endpoint";
    private static final String TLS = "io.audithook.tls";
    private static final String PROXY = "io.audithook.proxy";
    private static final String FILTER = "io.audithook.filter";
    private static final String EVENTS = "io.audithook.events";
    private static final String ELSEWHERE = "file:elsewhere.jar";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Services services;
    private AuditTrail trail;
    private Endpoints endpoints;
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
        trail = services.get(AuditTrail.class);
        endpoints = services.get(Endpoints.class);
    }

    @After
    public void close() throws Exception {
        Configurations.deleteAll(context, admin, ENDPOINT, TLS, PROXY, FILTER, EVENTS);
        Statuses.forgetAll(services.get(Outbox.class), endpoints);
        receiver.close();
        services.close();
    }

    @Test
    public void endpointWithoutAName_first_isNoEndpoint_andStopsNoOther() throws Exception {
        Map<String, Object> properties = Map.of("url", receiver.url());
        nameless(ENDPOINT, properties);
        Configurations.awaitListeners(context, admin);
        named(ENDPOINT, properties);
        Statuses.await(endpoints, "named", State.ACTIVE);
        trail.recordAndWait(SampleEvents.of("x", Map.of()));
        receiver.await(ids -> ids.equals(List.of("x")));
        assertEquals(1, endpoints.list().size());
        // SCR goes on as with any other
        admin.getFactoryConfiguration(ENDPOINT, "second", "?").update(new Hashtable<>(properties));
        Statuses.await(endpoints, "second", State.ACTIVE);
    }

    @Test
    public void endpointWithoutAName_thatIsGone_stopsNoOther() throws Exception {
        nameless(ENDPOINT, Map.of("url", receiver.url()));
        Configurations.awaitListeners(context, admin);
        named(ENDPOINT, Map.of("url", receiver.url()));
        Configurations.awaitListeners(context, admin);
        admin.getConfiguration(ENDPOINT, "?").delete();
        Statuses.await(endpoints, "named", State.ACTIVE);
    }

    @Test
    public void othersWithoutAName_first_stopNone() throws Exception {
        Map<String, Map<String, Object>> all = Map.of(
                TLS, Map.of("tls.name", "named"),
                PROXY, Map.of("proxy.name", "named", "host", "proxy"),
                FILTER,
                        Map.of(
                                "filter.name", "named",
                                "expression", "{\"_is\":{\"objectType\":\"case\"}}"),
                EVENTS, Map.of("topics", "com/acme/named"));
        for (Map.Entry<String, Map<String, Object>> one : all.entrySet()) {
            nameless(one.getKey(), one.getValue());
        }
        Configurations.awaitListeners(context, admin);
        for (Map.Entry<String, Map<String, Object>> one : all.entrySet()) {
            named(one.getKey(), one.getValue());
        }
        awaitService(TlsProfile.class, "(&(tls.name=named)(service.pid=io.audithook.tls~named))");
        awaitService(ProxyProfile.class, "(&(proxy.name=named)(service.pid=io.audithook.proxy~named))");
        awaitService(EventFilter.class, "(&(filter.name=named)(service.pid=io.audithook.filter~named))");
        awaitService(EventHandler.class, "(event.topics=com/acme/named)");
    }

    @Test
    public void endpoint_thatIsBoundToABundle_saysSo_untilItIsNot() throws Exception {
        org.osgi.service.cm.Configuration bound = admin.createFactoryConfiguration(ENDPOINT, ELSEWHERE);
        bound.update(new Hashtable<>(Map.of("url", receiver.url())));
        String name = bound.getPid().substring(ENDPOINT.length() + 1);
        awaitReason(name, bound.getPid() + bound(ELSEWHERE));
        assertEquals(State.WAITING, Statuses.get(endpoints, name).state());
        bound.setBundleLocation("?");
        Statuses.await(endpoints, name, State.ACTIVE);
        bound.setBundleLocation(ELSEWHERE);
        awaitReason(name, bound.getPid() + bound(ELSEWHERE));
    }

    @Test
    public void profile_thatIsBoundToABundle_isNamedWhereItIsMissing() throws Exception {
        admin.getFactoryConfiguration(TLS, "corp", ELSEWHERE).update(new Hashtable<>(Map.of("protocols", "TLSv1.3")));
        named(ENDPOINT, Map.of("url", receiver.url(), "tls.target", "(tls.name=corp)"));
        awaitReason(
                "named",
                "needs 1 TlsProfile for tls.target=(tls.name=corp), found 0; io.audithook.tls~corp" + bound(ELSEWHERE));
    }

    private static String bound(String location) {
        return ": bound to " + location
                + ", so that nobody reads it; make it with the location \"?\", or set it to that";
    }

    private void awaitReason(String name, String reason) throws Exception {
        Waiting.until(
                "it says why",
                30,
                () -> Statuses.find(endpoints, name)
                        .map(EndpointStatus::reason)
                        .filter(reason::equals)
                        .isPresent(),
                () -> "; endpoints are " + endpoints.list());
    }

    private void awaitService(Class<?> type, String filter) throws Exception {
        Waiting.until(
                type.getSimpleName() + filter + " is there",
                () -> !context.getServiceReferences(type, filter).isEmpty());
    }

    private void nameless(String pid, Map<String, Object> properties) throws Exception {
        admin.getConfiguration(pid, "?").update(new Hashtable<>(properties));
    }

    private void named(String factory, Map<String, Object> properties) throws Exception {
        admin.getFactoryConfiguration(factory, "named", "?").update(new Hashtable<>(properties));
    }
}
