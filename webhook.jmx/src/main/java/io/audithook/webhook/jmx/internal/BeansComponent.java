/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.Outbox;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers MBeans in the MBean server of the JVM, for as long as there are endpoints and an outbox. */
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
     */
    @Activate
    @SuppressWarnings("FutureReturnValueIgnored") // look() does not throw
    public BeansComponent(
            @Reference Endpoints endpoints,
            @Reference Outbox outbox,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<MetricSource> sources) {
        beans = new Beans(
                endpoints,
                outbox,
                sources,
                new ServerOffer(ManagementFactory.getPlatformMBeanServer()),
                System::nanoTime);
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

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "audithook-jmx");
        thread.setDaemon(true);
        return thread;
    }
}
