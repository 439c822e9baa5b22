/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * Finds out whether all is active, and what is not and why. The launcher shares no classes with the bundles, so it
 * looks at their services from outside.
 */
final class Readiness {

    private static final List<String> NEEDED = List.of(
            "io.audithook.webhook.api.Outbox",
            "io.audithook.audit.api.AuditTrail",
            "io.audithook.webhook.api.Endpoints",
            "jakarta.servlet.Servlet",
            "org.osgi.service.servlet.runtime.HttpServiceRuntime");

    private static final String COMPONENTS = "org.osgi.service.component.runtime.ServiceComponentRuntime";

    /** As ComponentConfigurationDTO has it. */
    private static final int FAILED_ACTIVATION = 16;

    private static final int SATISFIED = 4;

    private final BundleContext context;
    private final DeployFolder deploy;

    Readiness(BundleContext context, DeployFolder deploy) {
        this.context = context;
        this.deploy = deploy;
    }

    /** Waits until nothing is missing; gives what still is when the time is over. */
    List<String> await(Duration timeout) throws InterruptedException {
        return await(this::missing, timeout);
    }

    /** Waits until all that was put in works; gives what does not when the time is over. */
    List<String> awaitAll(Duration timeout) throws InterruptedException {
        return await(
                () -> {
                    List<String> lines = new ArrayList<>(waiting());
                    lines.addAll(deploy.notInstalled(context));
                    lines.addAll(RefusedFiles.lines());
                    return lines;
                },
                timeout);
    }

    private List<String> await(Supplier<List<String>> problems, Duration timeout) throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        ServiceListener listener = event -> changes.release();
        context.addServiceListener(listener);
        try {
            long end = System.nanoTime() + timeout.toNanos();
            List<String> missing = problems.get();
            while (!missing.isEmpty() && System.nanoTime() < end) {
                // bundles that become active are not services: so look now and then, too
                changes.tryAcquire(50, TimeUnit.MILLISECONDS);
                changes.drainPermits();
                missing = problems.get();
            }
            return missing;
        } finally {
            context.removeServiceListener(listener);
        }
    }

    /** The components that wait for a service they need, or failed, with the reason. */
    private List<String> waiting() {
        ServiceReference<?> reference = context.getServiceReference(COMPONENTS);
        if (reference == null) {
            return List.of("no " + COMPONENTS);
        }
        Object runtime = context.getService(reference);
        try {
            return components(runtime);
        } catch (InvocationTargetException e) {
            return List.of("the components cannot be looked at: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            return List.of("the components cannot be looked at: " + e);
        } finally {
            context.ungetService(reference);
        }
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE) {
                missing.add("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + why(bundle));
            }
        }
        for (String service : NEEDED) {
            if (context.getServiceReference(service) == null) {
                missing.add("service " + service);
            }
        }
        if (!missing.isEmpty()) {
            missing.addAll(waiting());
        }
        return missing;
    }

    private static String why(Bundle bundle) {
        if (bundle.getState() == Bundle.STARTING) {
            return " is starting";
        }
        try {
            bundle.start();
            return " was not started";
        } catch (BundleException | IllegalStateException e) {
            return ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }

    private static List<String> components(Object runtime) throws ReflectiveOperationException {
        List<String> waiting = new ArrayList<>();
        Object empty = Array.newInstance(Bundle.class, 0);
        Collection<?> descriptions = (Collection<?>) runtime.getClass()
                .getMethod("getComponentDescriptionDTOs", Bundle[].class)
                .invoke(runtime, empty);
        for (Object description : descriptions) {
            Collection<?> configurations = (Collection<?>) runtime.getClass()
                    .getMethod("getComponentConfigurationDTOs", description.getClass())
                    .invoke(runtime, description);
            for (Object configuration : configurations) {
                int state = (Integer) field(configuration, "state");
                if (state == FAILED_ACTIVATION) {
                    String trace = String.valueOf(field(configuration, "failure"));
                    waiting.add(name(configuration, description) + " failed: " + cause(trace));
                } else if (state < SATISFIED) {
                    waiting.add(name(configuration, description) + " waits for" + references(configuration));
                }
            }
        }
        return waiting;
    }

    /** What a stack trace, which is all that the DTO has, says below the call by Declarative Services. */
    private static String cause(String trace) {
        String prefix = "Caused by: ";
        return trace.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse(trace.lines().findFirst().orElse(""));
    }

    private static String references(Object configuration) throws ReflectiveOperationException {
        StringBuilder text = new StringBuilder();
        Object[] references = (Object[]) field(configuration, "unsatisfiedReferences");
        for (Object reference : references) {
            Object target = field(reference, "target");
            text.append(' ').append(field(reference, "name")).append(target == null ? "" : " " + target);
        }
        return text.length() == 0 ? " its configuration" : text.toString();
    }

    private static String name(Object configuration, Object description) throws ReflectiveOperationException {
        Object pid = ((Map<?, ?>) field(configuration, "properties")).get(Constants.SERVICE_PID);
        return String.valueOf(pid != null ? pid : field(description, "name"));
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        return dto.getClass().getField(name).get(dto);
    }
}
