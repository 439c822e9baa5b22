/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.Outbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers MBeans as services with the property {@code jmx.objectname}, for as long as there are endpoints and an outbox. A JMX
 * whiteboard, such as that of Apache Aries, puts them into the MBean servers of the host.
 */
@Component(service = {})
public final class BeansComponent {

    private static final Logger LOG = LoggerFactory.getLogger(BeansComponent.class);

    /** How long an endpoint may be there without its MBean. */
    private static final long PERIOD_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, BeansComponent::thread);
    private final Beans beans;
    private boolean failing;

    /**
     * @param endpoints what is shown
     * @param outbox what is shown, too
     * @param sources those there are; another one makes this component anew
     * @param context our bundle
     */
    @Activate
    @SuppressWarnings("FutureReturnValueIgnored") // look() does not throw
    public BeansComponent(
            @Reference Endpoints endpoints,
            @Reference Outbox outbox,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<MetricSource> sources,
            BundleContext context) {
        beans = new Beans(endpoints, outbox, sources, offer(context), System::nanoTime);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.scheduleWithFixedDelay(this::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void close() {
        executor.shutdown();
        beans.close();
    }

    private void look() {
        try {
            beans.look();
            failing = false;
        } catch (RuntimeException e) {
            // what is there stays; the next look may succeed
            if (!failing) {
                LOG.warn("The endpoints cannot be looked at for their MBeans", e);
            }
            failing = true;
        }
    }

    private static Beans.Offer offer(BundleContext context) {
        return (type, bean, objectName) -> context.registerService(
                type, bean, FrameworkUtil.asDictionary(Map.of("jmx.objectname", objectName)))::unregister;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "audithook-jmx");
        thread.setDaemon(true);
        return thread;
    }
}
