/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.audit.api.AuditTrail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.event.EventConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source with its handlers, which take events until it is closed. */
final class OpenSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSource.class);

    private final Recorder recorder;
    private final Optional<TopicHandler> topics;

    /** Closes the handler of typed events: its class is there only if the container has them. */
    private final Optional<Runnable> typed;

    private OpenSource(Recorder recorder, Optional<TopicHandler> topics, Optional<Runnable> typed) {
        this.recorder = recorder;
        this.topics = topics;
        this.typed = typed;
    }

    /** Makes and registers the handlers. */
    static OpenSource open(
            String pid, BundleContext context, EventsSettings settings, Supplier<Optional<AuditTrail>> trail) {
        Recorder recorder = new Recorder(pid, trail, settings.limits(), InstantSource.system());
        Source source = new Source(new EventMapper(settings.mapping(), InstantSource.system()), recorder);
        OpenSource opened =
                new OpenSource(recorder, topics(pid, context, settings, source), typed(pid, context, settings, source));
        opened.topics.ifPresent(TopicHandler::open);
        LOG.info("pid={} topics={} typed.topics={} ready", pid, settings.topics(), settings.typedTopics());
        return opened;
    }

    @Override
    public void close() {
        topics.ifPresent(TopicHandler::close);
        typed.ifPresent(Runnable::run);
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
                OpenSource::later,
                System::nanoTime));
    }

    private static Optional<Runnable> typed(String pid, BundleContext context, EventsSettings settings, Source source) {
        List<String> wanted = settings.typedTopics();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TypedHandler.open(context, wanted, settings.filter(), source)::close);
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
