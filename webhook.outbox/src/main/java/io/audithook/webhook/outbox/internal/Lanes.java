/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.Outbox.Registration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes there are, and the one who works on them. Safe for use by many threads; calls to the listener come one at a time. */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Map<String, SqliteLane> lanes = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private LaneListener listener;

    Set<String> endpoints() {
        return Set.copyOf(lanes.keySet());
    }

    boolean has(String endpoint) {
        return lanes.containsKey(endpoint);
    }

    synchronized void add(SqliteLane lane) {
        lanes.put(lane.endpoint(), lane);
        tell(to -> to.assigned(lane));
    }

    synchronized void remove(String endpoint) {
        SqliteLane lane = lanes.remove(endpoint);
        if (lane != null) {
            lane.revoke();
            tell(to -> to.revoked(lane));
        }
    }

    synchronized Registration listen(LaneListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("There is a lane listener already");
        }
        listener = newListener;
        lanes.values().forEach(lane -> tell(to -> to.assigned(lane)));
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> unlisten(open);
    }

    synchronized void available() {
        tell(LaneListener::available);
    }

    /** The position up to which every endpoint has settled all; the given one if there is no endpoint. */
    long settled(long otherwise) {
        return lanes.values().stream().mapToLong(SqliteLane::acked).min().orElse(otherwise);
    }

    /** The one who closes twice must not put out the next one. */
    private synchronized void unlisten(AtomicBoolean open) {
        if (open.compareAndSet(true, false)) {
            listener = null;
        }
    }

    /** What a listener does wrong must not stop the committer. */
    private void tell(Consumer<LaneListener> call) {
        if (listener == null) {
            return;
        }
        try {
            call.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("The lane listener failed", e);
        }
    }
}
