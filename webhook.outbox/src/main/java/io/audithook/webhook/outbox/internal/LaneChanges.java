/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Parked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lanes as one transaction leaves them: what it does shows in memory only when it has ended well. */
final class LaneChanges {

    private final Lanes lanes;
    private final Set<SqliteLane> added = new LinkedHashSet<>();
    private final Set<SqliteLane> removed = new LinkedHashSet<>();

    /** Those to be stored. */
    private final Set<SqliteLane> touched = new LinkedHashSet<>();

    /** Those in whose ledgers something may be on the move. */
    private final Set<SqliteLane> onTheMove = new LinkedHashSet<>();

    private final Map<SqliteLane, Standing> standings = new HashMap<>();
    private final Map<SqliteLane, List<Parked>> redriven = new LinkedHashMap<>();

    LaneChanges(Lanes lanes) {
        this.lanes = lanes;
    }

    /** The lane of an endpoint itself, or null. */
    SqliteLane of(String endpoint) {
        for (SqliteLane lane : added) {
            if (lane.endpoint().equals(endpoint) && lane.replay().isEmpty()) {
                return lane;
            }
        }
        SqliteLane lane = lanes.of(endpoint);
        return lane == null || removed.contains(lane) ? null : lane;
    }

    /** The lane of a replay, or null. */
    SqliteLane replay(String id) {
        for (SqliteLane lane : added) {
            if (lane.replay().filter(id::equals).isPresent()) {
                return lane;
            }
        }
        SqliteLane lane = lanes.replay(id);
        return lane == null || removed.contains(lane) ? null : lane;
    }

    /** All lanes of an endpoint. */
    List<SqliteLane> all(String endpoint) {
        List<SqliteLane> all = new ArrayList<>();
        SqliteLane own = of(endpoint);
        if (own != null) {
            all.add(own);
        }
        lanes.replays().stream()
                .filter(lane -> lane.endpoint().equals(endpoint) && !removed.contains(lane))
                .forEach(all::add);
        added.stream()
                .filter(lane -> lane.endpoint().equals(endpoint) && lane != own)
                .forEach(all::add);
        return all;
    }

    /** Where lanes begin that are made now. */
    long begin(long otherwise) {
        return lanes.begin(otherwise);
    }

    /** Whether a lane is still there. */
    boolean has(SqliteLane lane) {
        return added.contains(lane) || (!lane.isRevoked() && !removed.contains(lane));
    }

    void add(SqliteLane lane) {
        added.add(lane);
    }

    void remove(SqliteLane lane) {
        if (!added.remove(lane)) {
            removed.add(lane);
        }
        touched.remove(lane);
        standings.remove(lane);
        redriven.remove(lane);
    }

    /** Has a lane stored, if it is still there. */
    void touch(SqliteLane lane) {
        if (has(lane)) {
            touched.add(lane);
            onTheMove.add(lane);
        }
    }

    Set<SqliteLane> touched() {
        return touched;
    }

    Set<SqliteLane> added() {
        return added;
    }

    Standing standing(SqliteLane lane) {
        return standings.getOrDefault(lane, lane.standing());
    }

    void setStanding(SqliteLane lane, Standing standing) {
        standings.put(lane, standing);
        touch(lane);
    }

    void redriven(SqliteLane lane, List<Parked> parked) {
        redriven.computeIfAbsent(lane, any -> new ArrayList<>()).addAll(parked);
        touch(lane);
    }

    /** Shows it in memory, and tells the listener. */
    void apply() {
        standings.forEach((lane, standing) -> lane.setStanding(standing));
        touched.forEach(lane -> lane.ledger().moved());
        removed.forEach(lanes::remove);
        added.forEach(lanes::add);
        redriven.forEach(lanes::redriven);
        touched.forEach(LaneChanges::storeAgain);
    }

    /** As if it had never been. */
    void discard() {
        onTheMove.forEach(lane -> lane.ledger().notMoved());
        onTheMove.forEach(LaneChanges::storeAgain);
    }

    /** What was settled while the transaction was under way is booked now. */
    private static void storeAgain(SqliteLane lane) {
        if (!lane.ledger().isStored()) {
            lane.changed();
        }
        lane.endIfFinished();
    }
}
