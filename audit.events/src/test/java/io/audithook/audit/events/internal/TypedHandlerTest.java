/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.Receipt;
import io.audithook.webhook.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.typedevent.UntypedEventHandler;

/** With a real service registry; an implementation of typed events is played by the test. */
class TypedHandlerTest {

    @TempDir
    private Path storage;

    @Test
    void handler_open_isFoundByTopicAndFilterAndRecordsUntilItIsClosed() throws Exception {
        Framework framework =
                new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        framework.start();
        try {
            BundleContext context = framework.getBundleContext();
            Trail trail = new Trail();
            TypedHandler handler =
                    TypedHandler.open(context, List.of("com/acme/*"), Optional.of("(severity>=3)"), source(trail));
            ServiceReference<UntypedEventHandler> reference = context.getServiceReference(UntypedEventHandler.class);
            assertThat((String[]) reference.getProperty("event.topics")).containsExactly("com/acme/*");
            assertThat(reference.getProperty("event.filter")).isEqualTo("(severity>=3)");
            // as a typed event is handed to an untyped handler: its fields, and what it holds as maps
            context.getService(reference)
                    .notifyUntyped(
                            "com/acme/user/CREATED", Map.of("id", "u1", "owner", Map.of("name", "n", "password", "p")));
            AuditEvent event = trail.events.get(0);
            assertThat(event.operation()).isEqualTo("Creation");
            assertThat(event.objectType()).isEqualTo("com/acme/user");
            assertThat(event.objectId()).isEqualTo("u1");
            assertThat(event.details())
                    .isEqualTo(Map.of(
                            "event.topics", "com/acme/user/CREATED", "owner", Map.of("name", "n", "password", "***")));
            handler.close();
            assertThat(context.getServiceReference(UntypedEventHandler.class)).isNull();
        } finally {
            framework.stop();
            framework.waitForStop(30_000);
        }
    }

    private static Source source(AuditTrail trail) {
        EventsSettings settings =
                EventsSettings.from(new Settings("io.audithook.events~t", Map.of("typed.topics", "com/acme/*")));
        return new Source(
                new EventMapper(settings.mapping(), InstantSource.system()),
                new Recorder("t", () -> Optional.of(trail), settings.limits(), InstantSource.system()));
    }

    /** Remembers. */
    private static final class Trail implements AuditTrail {

        private final List<AuditEvent> events = new ArrayList<>();

        @Override
        public CompletionStage<List<Receipt>> record(List<AuditEvent> batch) {
            events.addAll(batch);
            return new CompletableFuture<>();
        }

        @Override
        public Receipt recordAndWait(AuditEvent event) {
            throw new AssertionError("nobody may wait in a handler");
        }
    }
}
