/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.junit.jupiter.api.Test;

class AnswerListenerTest {

    private static final int AT_ONCE = 1000;
    private static final int ROUNDS = 200;

    private static final WebhookRequest WEBHOOK = new WebhookRequest(
            URI.create("http://h/"), Map.of(), "application/json", new byte[0], Duration.ofSeconds(1));

    private final Request request = fake(Request.class, null);
    private final Response response = fake(Response.class, 200);

    /** @param status what {@code getStatus} gives; nothing else has an answer */
    private static <T> T fake(Class<T> type, Integer status) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> "getStatus".equals(method.getName()) ? status : null));
    }

    /** The one who writes the request may hear of its end later than the one who reads the answer hears of that. */
    @Test
    void request_thatEndsWhileTheAnswerBegins_isDelivered() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            for (int round = 0; round < ROUNDS; round++) {
                List<Outcome> outcomes = new ArrayList<>();
                List<AnswerListener> listeners = begun(outcomes);
                Future<?> written = writer.submit(() -> {
                    together.await();
                    listeners.forEach(listener -> listener.onSuccess(request));
                    return null;
                });
                together.await();
                listeners.forEach(listener -> listener.onHeaders(response));
                written.get(1, TimeUnit.MINUTES);
                listeners.forEach(listener -> listener.onComplete(new Result(request, response)));
                assertThat(outcomes).hasSize(AT_ONCE).containsOnly(Outcome.delivered(200));
            }
        } finally {
            writer.shutdown();
        }
    }

    private List<AnswerListener> begun(List<Outcome> outcomes) {
        List<AnswerListener> listeners = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            AnswerListener listener = new AnswerListener(outcomes::add, WEBHOOK, false, Optional.empty());
            listener.onBegin(request);
            listeners.add(listener);
        }
        return listeners;
    }
}
