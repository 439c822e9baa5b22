/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gets a {@link DeliveryLane} what it can give out: reads entries into its window, takes up those put aside whose time has
 * come, and puts those aside that only wait for others, when they take the room of what could go.
 *
 * <p><b>Threads:</b> as those of its lane. What may block (reading the outbox, asking filters) runs on the pool.
 */
final class Feeder {

    /** How many that were put aside are read at a time. */
    private static final int TAKEN_UP = 16;

    private final Courier courier;
    private final DeliveryLane owner;
    private final Lane lane;
    private final Window window;
    private final Parking parking;
    private final ArrayDeque<Delivery> takenUp;

    private boolean more = true;
    private boolean reading;
    private boolean takingUp;
    private boolean clearing;

    /**
     * @param window where fresh ones go
     * @param takenUp where those go that were put aside
     */
    Feeder(Courier courier, DeliveryLane owner, Window window, Parking parking, ArrayDeque<Delivery> takenUp) {
        this.courier = courier;
        this.owner = owner;
        this.lane = owner.lane();
        this.window = window;
        this.parking = parking;
        this.takenUp = takenUp;
    }

    /** There may be more to read. */
    void signal() {
        more = true;
    }

    /** Whether some of those put aside are being read. */
    boolean isTakingUp() {
        return takingUp;
    }

    /**
     * Begins what is to be done, if there is room.
     *
     * @param sending whether what is due could go
     * @param now the time, in nanoseconds
     */
    void feed(Target by, boolean sending, long now) {
        if (!reading && more && window.wantsMore()) {
            read(by);
        }
        if (sending && !takingUp && takenUp.size() < TAKEN_UP / 2 && parking.isDue(now)) {
            takeUp(by);
        }
        if (more
                && !reading
                && !clearing
                && !window.wantsMore()
                && by.settings().ordering() == Ordering.KEY) {
            clear(by);
        }
    }

    private void read(Target by) {
        reading = true;
        more = false;
        int entries = window.roomForEntries();
        long bytes = window.roomForBytes();
        courier.onPool(() -> {
            List<Delivery> read = new ArrayList<>();
            Optional<PreparationException> failure = Optional.empty();
            try {
                for (Entry entry : lane.next(entries, bytes)) {
                    read.add(new Delivery(owner, entry));
                }
                failure = courier.prepare(by, read);
            } finally {
                Optional<PreparationException> outcome = failure;
                courier.serially(() -> {
                    reading = false;
                    if (!read.isEmpty()) {
                        more = true;
                        read.forEach(window::add);
                    }
                    courier.prepared(outcome);
                });
            }
        });
    }

    private void takeUp(Target by) {
        takingUp = true;
        List<Parked> due = parking.takeDue(courier.nanoTime(), TAKEN_UP);
        courier.onPool(() -> {
            List<Delivery> read = new ArrayList<>();
            Optional<PreparationException> failure = Optional.empty();
            try {
                Map<Long, Entry> entries = lane
                        .read(due.stream().map(Parked::position).toList())
                        .stream()
                        .collect(Collectors.toMap(Entry::position, Function.identity()));
                for (Parked parked : due) {
                    Entry entry = entries.get(parked.position());
                    if (entry != null) {
                        read.add(new Delivery(owner, entry, parked.state()));
                    }
                }
                failure = courier.prepare(by, read);
            } finally {
                Optional<PreparationException> outcome = failure;
                courier.serially(() -> {
                    takingUp = false;
                    takenUp(due, read);
                    courier.prepared(outcome);
                });
            }
        });
    }

    private void takenUp(List<Parked> due, List<Delivery> read) {
        takenUp.addAll(read);
        if (read.size() < due.size() && !owner.isClosed()) {
            Map<Long, Delivery> found =
                    read.stream().collect(Collectors.toMap(Delivery::position, Function.identity()));
            Map<Long, Parked> still =
                    lane.parked().stream().collect(Collectors.toMap(Parked::position, Function.identity()));
            for (Parked parked : due) {
                if (!found.containsKey(parked.position())) {
                    if (still.containsKey(parked.position())) {
                        // it cannot be read at the moment
                        parking.giveBack(
                                parked.position(),
                                parked.state(),
                                courier.nanoTime() + DeliveryLane.STORE_AGAIN.toNanos());
                    } else {
                        owner.gone(parked.position(), parked.key());
                    }
                }
            }
        }
    }

    private void clear(Target by) {
        int room = by.settings().parkedLimit() - parking.size();
        List<Delivery> held = room <= 0 || window.hasReady() ? List.of() : window.takeHeld(room);
        if (held.isEmpty()) {
            return;
        }
        clearing = true;
        // they have their places at once, so that nothing overtakes them while they are written
        held.forEach(delivery -> parking.reserve(delivery.parked(RetryState.NEW)));
        int[] left = {held.size()};
        held.forEach(delivery -> clear(delivery, () -> clearing = --left[0] > 0));
    }

    private void clear(Delivery delivery, Runnable done) {
        if (owner.isClosed()) {
            return;
        }
        courier.busy(1);
        lane.park(delivery.entry(), RetryState.NEW)
                .whenComplete((ok, failure) -> courier.seriallyLater(() -> {
                    courier.busy(-1);
                    if (owner.isClosed()) {
                        return;
                    }
                    if (failure != null) {
                        courier.after(DeliveryLane.STORE_AGAIN, () -> clear(delivery, done));
                        return;
                    }
                    window.remove(delivery);
                    parking.giveBack(delivery.position(), RetryState.NEW, courier.nanoTime());
                    done.run();
                }));
    }
}
