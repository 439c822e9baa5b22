/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.EventConstants;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source of events per configuration. With an invalid setting there is none, and what is thrown here is logged by
 * Declarative Services.
 */
@Component(
        name = EventsConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EventsConfig.class, factory = true)
public final class EventsComponent {

    private static final Logger LOG = LoggerFactory.getLogger(EventsComponent.class);

    private final Recorder recorder;
    private final Optional<TopicHandler> topics;
    private final Optional<AutoCloseable> typed;

    /**
     * Makes and registers the handlers.
     *
     * @param context our bundle
     * @param trail where events go
     * @param configuration the configuration
     */
    @Activate
    public EventsComponent(BundleContext context, @Reference CurrentTrail trail, Map<String, Object> configuration) {
        Settings values = new Settings(EventsConfig.PID, configuration, System::getenv, LOG::warn);
        EventsSettings settings = EventsSettings.from(values);
        recorder = new Recorder(values.pid(), trail::get, settings.limits(), InstantSource.system());
        Source source = new Source(new EventMapper(settings.mapping(), InstantSource.system()), recorder);
        topics = topics(values.pid(), context, settings, source);
        typed = typed(values.pid(), context, settings, source);
        topics.ifPresent(TopicHandler::open);
        LOG.info("pid={} topics={} typed.topics={} ready", values.pid(), settings.topics(), settings.typedTopics());
    }

    @Deactivate
    void close() throws Exception {
        topics.ifPresent(TopicHandler::close);
        if (typed.isPresent()) {
            typed.get().close();
        }
        recorder.close();
    }

    private static Optional<TopicHandler> topics(
            String pid, BundleContext context, EventsSettings settings, Source source) {
        if (settings.topics().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put(Constants.SERVICE_DESCRIPTION, pid);
        properties.put(EventConstants.EVENT_TOPIC, settings.topics().toArray(String[]::new));
        settings.filter().ifPresent(filter -> properties.put(EventConstants.EVENT_FILTER, filter));
        return Optional.of(new TopicHandler(
                pid,
                context,
                properties,
                event -> source.take(event.getTopic(), () -> Values.properties(event)),
                EventsComponent::later,
                System::nanoTime));
    }

    private static Optional<AutoCloseable> typed(
            String pid, BundleContext context, EventsSettings settings, Source source) {
        List<String> wanted = settings.typedTopics();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TypedHandler.open(context, wanted, settings.filter(), source));
        } catch (NoClassDefFoundError e) {
            LOG.error("{}: typed.topics has no effect: no bundle exports org.osgi.service.typedevent", pid);
            return Optional.empty();
        }
    }

    private static void later(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(task);
    }
}
