/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an endpoint is switched off: by an operator, or by its receiver's status 410. The outbox keeps it over restarts.
 *
 * <p>Changed inside the serial executor of its {@link Courier} only. May be read, and stored, by any thread.
 */
final class Switch {

    private static final Logger LOG = LoggerFactory.getLogger(Switch.class);

    private final String endpoint;
    private final Timekeeper time;
    private final Supplier<Optional<Lane>> lane;
    private volatile Optional<Suspension> suspension = Optional.empty();

    /** @param lane the endpoint's own, which keeps it; empty before it is there */
    Switch(String endpoint, Timekeeper time, Supplier<Optional<Lane>> lane) {
        this.endpoint = endpoint;
        this.time = time;
        this.lane = lane;
    }

    /** Why it is off; empty if it is on. */
    Optional<Suspension> suspension() {
        return suspension;
    }

    boolean isOff() {
        return suspension.isPresent();
    }

    /** It is as it was stored, or is to be stored. */
    void set(Optional<Suspension> by) {
        suspension = by;
    }

    /**
     * Stores what is, or will be, set. By any thread.
     *
     * @return completes when that is durable
     */
    CompletionStage<Void> store(Optional<Suspension> by) {
        return lane.get()
                .map(own -> own.suspend(by))
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new IllegalStateException("endpoint " + endpoint + " has no lane yet")));
    }

    /** The receiver says that there is nothing there any more. */
    void gone(Target by) {
        if (!isOff()) {
            LOG.error("endpoint={} answered with status 410 and is switched off; its events wait", endpoint);
            setAndStore(Optional.of(new Suspension(Suspension.Cause.GONE, by.displayUrl(), time.instant())));
        }
    }

    /** What was gone was another URL than that of the target. */
    void retargeted(Target target) {
        boolean other = suspension
                .filter(found -> found.cause() == Suspension.Cause.GONE)
                .filter(found -> !found.detail().equals(target.displayUrl()))
                .isPresent();
        if (other) {
            LOG.info("endpoint={} has another URL and is switched on again", endpoint);
            setAndStore(Optional.empty());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is logged
    private void setAndStore(Optional<Suspension> by) {
        set(by);
        store(by).whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.warn("endpoint={} may be switched on or off again by a restart: {}", endpoint, failure.toString());
            }
        });
    }
}
