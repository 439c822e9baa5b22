/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.Outbox.Registration;
import io.audithook.webhook.api.Parked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes there are, and the one who works on them. Safe for use by many threads; calls to the listener come one at a time. */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Map<String, SqliteLane> own = new ConcurrentHashMap<>();
    private final Map<String, SqliteLane> replays = new ConcurrentHashMap<>();

    // Guarded by this

    private LaneListener listener;

    private volatile OptionalLong begin = OptionalLong.empty();

    /** By endpoint. */
    private final Map<String, Losses> losses = new HashMap<>();

    /** What nobody was there to hear. */
    private final List<Runnable> untold = new ArrayList<>();

    /** Lanes were lost: those that are made begin at a position rather than at the end. Twice is better than never. */
    void beginAt(long position) {
        begin = OptionalLong.of(position);
    }

    /** Where lanes begin that are made now. */
    long begin(long otherwise) {
        return begin.orElse(otherwise);
    }

    Set<String> endpoints() {
        return Set.copyOf(own.keySet());
    }

    /** The lane of an endpoint itself, or null. */
    SqliteLane of(String endpoint) {
        return own.get(endpoint);
    }

    /** The lane of a replay, or null. */
    SqliteLane replay(String id) {
        return replays.get(id);
    }

    Collection<SqliteLane> own() {
        return own.values();
    }

    Collection<SqliteLane> replays() {
        return replays.values();
    }

    synchronized void add(SqliteLane lane) {
        if (lane.replay().isPresent()) {
            replays.put(lane.replay().get(), lane);
        } else {
            own.put(lane.endpoint(), lane);
        }
        tell(to -> to.assigned(lane));
    }

    synchronized void remove(SqliteLane lane) {
        boolean was = lane.replay().isPresent()
                ? replays.remove(lane.replay().get(), lane)
                : own.remove(lane.endpoint(), lane);
        if (was) {
            lane.revoke();
            tell(to -> to.revoked(lane));
        }
    }

    synchronized Registration listen(LaneListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("There is a lane listener already");
        }
        listener = newListener;
        own.values().forEach(lane -> tell(to -> to.assigned(lane)));
        replays.values().forEach(lane -> tell(to -> to.assigned(lane)));
        untold.forEach(Runnable::run);
        untold.clear();
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> unlisten(open);
    }

    synchronized void available() {
        tell(LaneListener::available);
    }

    synchronized void redriven(SqliteLane lane, List<Parked> parked) {
        tell(to -> to.redriven(lane, parked));
    }

    /** @param rule by which entries were removed */
    synchronized void lost(SqliteLane lane, Gap gap, String rule) {
        losses.computeIfAbsent(lane.endpoint(), Losses::new).lost(gap, rule);
        Runnable telling = () -> tell(to -> to.lost(lane, gap));
        if (listener == null) {
            untold.add(telling);
        } else {
            telling.run();
        }
    }

    /**
     * Entries up to a position were removed.
     *
     * @param rule why
     */
    void removed(long upTo, String rule) {
        for (Collection<SqliteLane> some : List.of(own.values(), replays.values())) {
            for (SqliteLane lane : some) {
                lane.removed(upTo).ifPresent(gap -> lost(lane, gap, rule));
            }
        }
    }

    /** The position up to which every endpoint is done with entries, those that are put aside as well. */
    long settledByEndpoints(long head) {
        long least = head;
        for (SqliteLane lane : own.values()) {
            least = Math.min(
                    least,
                    lane.ledger()
                            .oldest(head)
                            .map(oldest -> oldest.position() - 1)
                            .orElse(head));
        }
        return least;
    }

    /** The position up to which no endpoint needs entries; the given one if there is no endpoint. */
    long closedByEndpoints(long otherwise) {
        return closed(own.values(), otherwise);
    }

    /** The position up to which no replay needs entries; the given one if there is none. */
    long closedByReplays(long otherwise) {
        return closed(replays.values(), otherwise);
    }

    private static long closed(Collection<SqliteLane> lanes, long otherwise) {
        long least = Long.MAX_VALUE;
        for (SqliteLane lane : lanes) {
            least = Math.min(least, lane.ledger().mark());
        }
        return least == Long.MAX_VALUE ? otherwise : least;
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
