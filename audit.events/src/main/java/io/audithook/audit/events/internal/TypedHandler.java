/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.typedevent.TypedEventConstants;
import org.osgi.service.typedevent.UntypedEventHandler;

/** A handler of OSGi typed events. Loaded only where it is configured, since a container may not have their API. */
final class TypedHandler implements UntypedEventHandler, AutoCloseable {

    private final Source source;
    private final ServiceRegistration<?> registration;

    private TypedHandler(BundleContext context, Dictionary<String, Object> properties, Source source) {
        this.source = source;
        this.registration = context.registerService(UntypedEventHandler.class, this, properties);
    }

    /**
     * Registers a handler.
     *
     * @throws NoClassDefFoundError if the container has no typed events
     */
    static TypedHandler open(BundleContext context, List<String> topics, Optional<String> filter, Source source) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(TypedEventConstants.TYPED_EVENT_TOPICS, topics.toArray(String[]::new));
        filter.ifPresent(text -> properties.put(TypedEventConstants.TYPED_EVENT_FILTER, text));
        return new TypedHandler(context, properties, source);
    }

    @Override
    public void notifyUntyped(String topic, Map<String, Object> event) {
        source.take(topic, () -> event);
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
