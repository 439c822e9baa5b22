/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One endpoint, in terms that every JMX client has. Throws {@link IllegalStateException} once there is none any more. */
final class EndpointBean implements EndpointMXBean {

    /** JMX does not say who calls. */
    private static final String OPERATOR = "jmx";

    private static final long PATIENCE_SECONDS = 30;

    private final String name;
    private final Endpoints endpoints;
    private final Latest<Map<String, EndpointStatus>> statuses;
    private final Latest<Map<String, Map<String, Long>>> attempts;

    /**
     * @param statuses all endpoints, by name
     * @param attempts their attempts by outcome, by name
     */
    EndpointBean(
            String name,
            Endpoints endpoints,
            Latest<Map<String, EndpointStatus>> statuses,
            Latest<Map<String, Map<String, Long>>> attempts) {
        this.name = name;
        this.endpoints = endpoints;
        this.statuses = statuses;
        this.attempts = attempts;
    }

    @Override
    public String getState() {
        return status().state().name();
    }

    @Override
    public String getReason() {
        return status().reason();
    }

    @Override
    public String getUrl() {
        return status().url();
    }

    @Override
    public List<String> getWarnings() {
        return status().warnings();
    }

    @Override
    public long getAccepted() {
        return status().stats().accepted();
    }

    @Override
    public long getDelivered() {
        return status().stats().delivered();
    }

    @Override
    public long getFiltered() {
        return status().stats().filtered();
    }

    @Override
    public long getDead() {
        return status().stats().dead();
    }

    @Override
    public long getDamaged() {
        return status().stats().damaged();
    }

    @Override
    public long getLost() {
        return status().stats().lost();
    }

    @Override
    public long getPending() {
        return status().stats().pending();
    }

    @Override
    public long getParked() {
        return status().stats().parked();
    }

    @Override
    public String getOldestPending() {
        return status().stats().oldestPending().map(Instant::toString).orElse("");
    }

    @Override
    public int getInFlight() {
        return status().inFlight();
    }

    @Override
    public Map<String, Long> getAttempts() {
        return attempts.get().getOrDefault(name, Map.of());
    }

    @Override
    public void pause() {
        await(endpoints.as(OPERATOR).pause(name));
    }

    @Override
    public void resume() {
        await(endpoints.as(OPERATOR).resume(name));
    }

    private EndpointStatus status() {
        EndpointStatus status = statuses.get().get(name);
        if (status == null) {
            throw new IllegalStateException("There is no endpoint \"" + name + "\" any more");
        }
        return status;
    }

    /** Messages in text only: a client has none of our classes. */
    private void await(CompletionStage<Void> durable) {
        try {
            durable.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().toString());
        } catch (TimeoutException e) {
            throw new IllegalStateException("not durable after " + PATIENCE_SECONDS + " s");
        } finally {
            statuses.forget();
        }
    }
}
