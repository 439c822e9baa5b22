/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.LoggerFactory;

/** Our bundle in a framework that has neither Health Checks nor Inventory, and in one that gets them later. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class HealthAloneIT {

    private static final String HEALTH_CHECK = "org.apache.felix.hc.api.HealthCheck";
    private static final String EXECUTOR = "org.apache.felix.hc.api.execution.HealthCheckExecutor";
    private static final String PRINTER = "org.apache.felix.inventory.InventoryPrinter";

    @Inject
    private BundleContext context;

    private final List<FrameworkEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final FrameworkListener listener = events::add;
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final LogListener logListener = entry -> {
        if (entry.getLogLevel() == LogLevel.ERROR) {
            errors.add(entry.getMessage());
        }
    };

    @Configuration
    public Option[] configuration() {
        return new Option[] {
            Containers.runtime(),
            bundle(HealthBundles.ours()).startLevel(4).noStart(),
            systemProperty(HealthBundles.FOLDER).value(System.getProperty(HealthBundles.FOLDER))
        };
    }

    @Before
    public void start() throws Exception {
        context.addFrameworkListener(listener);
        // Equinox has a log of its own
        for (ServiceReference<LogReaderService> log : context.getServiceReferences(LogReaderService.class, null)) {
            context.getService(log).addLogListener(logListener);
        }
        ours().start();
    }

    @After
    public void close() throws Exception {
        context.removeFrameworkListener(listener);
        for (ServiceReference<LogReaderService> log : context.getServiceReferences(LogReaderService.class, null)) {
            context.getService(log).removeLogListener(logListener);
        }
    }

    private Bundle ours() {
        return Bundles.named(context, "io.audithook.webhook.health");
    }

    private ServiceReference<?>[] all(String type) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
        return found == null ? new ServiceReference<?>[0] : found;
    }

    /** The errors that were logged, after what was logged before has come through every log there is. */
    private List<String> errors(String marker) throws Exception {
        Collection<ServiceReference<LoggerFactory>> factories = context.getServiceReferences(LoggerFactory.class, null);
        for (ServiceReference<LoggerFactory> factory : factories) {
            context.getService(factory).getLogger(getClass()).error(marker);
        }
        Waiting.until("it is logged", () -> Collections.frequency(List.copyOf(errors), marker) == factories.size());
        return errors.stream().filter(error -> !error.equals(marker)).toList();
    }

    @Test
    public void bundle_alone_isActiveAndSilent() throws Exception {
        assertEquals(Bundle.ACTIVE, ours().getState());
        // offered, for nobody who could know what it is
        Waiting.until("they are offered", () -> all(HEALTH_CHECK).length == 3 && all(PRINTER).length == 1);
        assertEquals(List.of(), errors("bundle_alone"));
        assertEquals(
                List.of(),
                events.stream()
                        .filter(event -> event.getType() == FrameworkEvent.ERROR)
                        .map(event -> String.valueOf(event.getThrowable()))
                        .toList());
    }

    @Test
    public void healthChecks_thatComeLater_findOurs() throws Exception {
        Bundle api = context.installBundle(HealthBundles.apiOfHealthChecks());
        Bundle inventory = context.installBundle(HealthBundles.inventoryForJavax());
        Bundle core = context.installBundle(HealthBundles.healthChecks());
        api.start();
        inventory.start();
        core.start();
        Waiting.until("there is one who checks", () -> all(EXECUTOR).length == 1);
        for (ServiceReference<?> reference : all(HEALTH_CHECK)) {
            if (reference.getBundle().equals(ours())) {
                Object check = core.getBundleContext().getService(reference);
                Object result = check.getClass().getMethod("execute").invoke(check);
                assertFalse(result.toString(), result.toString().contains("HEALTH_CHECK_ERROR"));
                assertEquals(core.loadClass("org.apache.felix.hc.api.Result"), result.getClass());
            }
        }
        Object printer = inventory.getBundleContext().getService(all(PRINTER)[0]);
        assertEquals(inventory.loadClass(PRINTER), printer.getClass().getInterfaces()[0]);
        assertEquals(List.of(), errors("healthChecks_thatComeLater"));
    }
}
