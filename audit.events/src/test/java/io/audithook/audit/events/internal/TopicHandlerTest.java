/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.EventHandler;

/** With a real service registry; what EventAdmin does is done here by hand. */
class TopicHandlerTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private long nanos;

    @TempDir
    private Path storage;

    private Framework framework;
    private BundleContext context;
    private TopicHandler handler;

    @BeforeEach
    void open() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        framework.start();
        context = framework.getBundleContext();
        handler = new TopicHandler(
                "io.audithook.events~t",
                context,
                Map.of(),
                event -> {},
                (pause, task) -> {
                    pauses.add(pause);
                    tasks.add(task);
                },
                () -> nanos);
        handler.open();
    }

    @AfterEach
    void close() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    @Test
    void handler_letGo_isRegisteredAnewAsAnotherService() {
        ServiceReference<EventHandler> first = only();
        letGo();
        assertThat(only()).isEqualTo(first);
        tasks.get(0).run();
        assertThat(only()).isNotEqualTo(first);
        assertThat(handler.gaps()).isEqualTo(1);
    }

    @Test
    void handler_letGoAgainAndAgain_pausesLongerUpToAMinute() {
        for (int i = 0; i < 6; i++) {
            letGo();
            tasks.get(i).run();
        }
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(0L, 1L, 4L, 16L, 60L, 60L);
        assertThat(handler.gaps()).isEqualTo(6);
    }

    @Test
    void handler_letGoAfterALongQuiet_pausesNotAtAll() {
        for (int i = 0; i < 3; i++) {
            letGo();
            tasks.get(i).run();
        }
        nanos += Duration.ofMinutes(11).toNanos();
        letGo();
        assertThat(pauses.get(3)).isZero();
    }

    @Test
    void handler_closed_isGoneAndStaysSo() {
        letGo();
        handler.close();
        assertThat(services()).isEmpty();
        tasks.get(0).run();
        assertThat(services()).isEmpty();
        assertThat(handler.gaps()).isZero();
    }

    @Test
    void handler_closedWhileInUse_isNotTakenForLetGo() {
        context.getService(only());
        handler.close();
        assertThat(tasks).isEmpty();
    }

    @Test
    void renewal_afterTheFrameworkHasStopped_doesNothing() throws Exception {
        letGo();
        framework.stop();
        framework.waitForStop(30_000);
        tasks.get(0).run();
        assertThat(handler.gaps()).isZero();
    }

    private void letGo() {
        ServiceReference<EventHandler> reference = only();
        assertThat(context.getService(reference)).isNotNull();
        context.ungetService(reference);
    }

    private ServiceReference<EventHandler> only() {
        List<ServiceReference<EventHandler>> found = services();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<ServiceReference<EventHandler>> services() {
        try {
            return List.copyOf(context.getServiceReferences(EventHandler.class, null));
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
