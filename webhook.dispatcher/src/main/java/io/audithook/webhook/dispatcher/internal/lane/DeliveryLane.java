/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in hand of one {@link Lane}: gives out to be sent what its {@link Feeder} has read into a bounded {@link Window}
 * or taken up from its {@link Parking}, and settles, puts aside or buries it as told.
 *
 * <p><b>Order:</b> with ordering {@code key} (or {@code strict}) a delivery is given out only after all earlier ones of
 * its key (of the lane) are settled.
 *
 * <p><b>Threads:</b> belongs to its {@link Courier}, and is touched only inside the courier's serial executor. What may
 * block (reading the outbox, asking filters) runs on the pool.
 */
final class DeliveryLane {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLane.class);

    /** How many fresh deliveries go before another one that was put aside. */
    private static final int FRESH_FIRST = 3;

    /** What could not be stored is stored again after this time. */
    static final Duration STORE_AGAIN = Duration.ofSeconds(5);

    /** A time that the clock of another day wrote down is not believed beyond this. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(2);

    private final Courier courier;
    private final Lane lane;
    private final Parking parking = new Parking();
    private final Window window = new Window(parking::holds);

    /** Taken up again from those put aside, ready to go. */
    private final ArrayDeque<Delivery> takenUp = new ArrayDeque<>();

    private final Feeder feeder;
    private final Burials burials;

    /** Those of the window that wait for the time of their next attempt, with the number of the wait. */
    private final Map<Delivery, Long> backingOff = new HashMap<>();

    /** Put aside, with what is known of how long the endpoint is to be left alone; null before there was any. */
    private Delivery witness;

    /** Entries up to here are removed from the outbox, and count as lost. */
    private long removedTo;

    private long waits;
    private boolean closed;
    private int asideInFlight;

    /** Failed deliveries that are being put aside at the moment. */
    private int parkingNow;

    private int freshInARow;

    DeliveryLane(Courier courier, Lane lane) {
        this.courier = courier;
        this.lane = lane;
        this.feeder = new Feeder(courier, this, window, parking, takenUp);
        this.burials = new Burials(courier, this);
        lane.rewind();
        Instant rest = Instant.EPOCH;
        for (Parked parked : lane.parked()) {
            add(parked);
            Instant until = History.rest(parked.state().history());
            rest = until.isAfter(rest) ? until : rest;
        }
        courier.rest(rest);
    }

    Lane lane() {
        return lane;
    }

    boolean isReplay() {
        return lane.replay().isPresent();
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** There may be more to read. */
    void signal() {
        feeder.signal();
    }

    /** Reads more if there is room, and takes up what is due. */
    void feed(Target by, boolean sending, long now) {
        if (!closed) {
            feeder.feed(by, sending, now);
        }
    }

    // ---------------------------------------------------------------- giving out

    /**
     * The next that may go together, prepared for this target; empty if there are none. Those that the filters drop are settled on
     * the way.
     */
    List<Delivery> take(Target by) {
        List<Delivery> unprepared = new ArrayList<>(0);
        List<Delivery> taken = List.of();
        int max = by.settings().batchSize();
        boolean full = isFull(by);
        for (Delivery next = poll(full); next != null; next = taken.size() < max ? poll(full) : null) {
            if (!next.isPreparedFor(by)) {
                unprepared.add(next);
                continue;
            }
            if (next.payload() == null) {
                settle(next, Settlement.FILTERED);
                continue;
            }
            if (max == 1) {
                taken = List.of(next);
                break;
            }
            if (next.isAlone() || next.isAside()) {
                if (taken.isEmpty()) {
                    taken = List.of(next);
                } else {
                    giveBack(next);
                }
                break;
            }
            if (taken.isEmpty()) {
                taken = new ArrayList<>(max);
            }
            taken.add(next);
            addBehind(next, taken, by, max);
        }
        for (Delivery delivery : taken) {
            if (delivery.isAside()) {
                asideInFlight++;
            }
        }
        prepareAgain(unprepared, by);
        return taken;
    }

    /** In one request there may be several of one key, in their order. */
    private void addBehind(Delivery first, List<Delivery> taken, Target by, int max) {
        while (taken.size() < max) {
            Delivery next = window.pollBehind(first);
            if (next == null) {
                return;
            }
            if (!next.isPreparedFor(by) || next.isAlone() || isRemoved(next)) {
                window.giveBackBehind(next);
                return;
            }
            if (next.payload() == null) {
                window.remove(next);
                store(next, Settlement.FILTERED);
            } else {
                taken.add(next);
            }
        }
    }

    /**
     * Whether so many wait for their next attempt that all others wait, too. In an outage all wait anyway, and any may be
     * the one that asks.
     */
    private boolean isFull(Target by) {
        int waiting = parking.failed() + parkingNow + backingOff.size();
        return waiting > by.settings().parkedLimit() && !courier.isOutage();
    }

    /** The next that may go. What was removed meanwhile does not go any more. */
    private Delivery poll(boolean full) {
        Delivery next = pollAny(full);
        while (next != null && isRemoved(next)) {
            done(next);
            next = pollAny(full);
        }
        return next;
    }

    /** What is put aside has a copy. */
    private boolean isRemoved(Delivery delivery) {
        return delivery.position() <= removedTo && !delivery.isAside();
    }

    /** Fresh ones go first, but those that failed before have their share; if the lane is full, only they go. */
    private Delivery pollAny(boolean full) {
        boolean fresh = window.hasReady() && !full;
        if (takenUp.isEmpty()) {
            freshInARow = 0;
            return fresh ? window.poll() : null;
        }
        boolean crowded = asideInFlight >= Math.max(1, courier.concurrency() / 4);
        if (fresh && (crowded || freshInARow < FRESH_FIRST)) {
            freshInARow++;
            return window.poll();
        }
        freshInARow = 0;
        return takenUp.poll();
    }

    /** Gives back what goes later, before the others. */
    private void giveBack(Delivery delivery) {
        if (delivery.isAside()) {
            takenUp.addFirst(delivery);
        } else {
            window.giveBack(delivery);
        }
    }

    /** Has the filters of the target look at deliveries that others saw, or failed to see, before. */
    private void prepareAgain(List<Delivery> deliveries, Target by) {
        if (deliveries.isEmpty()) {
            return;
        }
        if (courier.isHeld()) {
            giveBackAll(deliveries);
            return;
        }
        courier.busy(deliveries.size());
        courier.onPool(() -> {
            Optional<PreparationException> failure = courier.prepare(by, deliveries);
            courier.serially(() -> {
                courier.busy(-deliveries.size());
                giveBackAll(deliveries);
                courier.prepared(failure);
            });
        });
    }

    private void giveBackAll(List<Delivery> deliveries) {
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            giveBack(deliveries.get(i));
        }
    }

    /** Whether all is lined up as the ordering wants it; nothing must be out. */
    void order(Ordering ordering) {
        backingOff.clear();
        while (!takenUp.isEmpty()) {
            Delivery delivery = takenUp.poll();
            parking.giveBack(delivery.position(), delivery.state(Instant.EPOCH), courier.nanoTime());
        }
        parking.order(ordering);
        window.order(ordering);
    }

    /** Whether reads are under way that would be lined up by an earlier ordering. */
    boolean isReading() {
        return feeder.isTakingUp();
    }

    // ---------------------------------------------------------------- how attempts ended

    /** An attempt for it ended, however it did. */
    void ended(Delivery delivery) {
        if (delivery.isAside()) {
            asideInFlight--;
        }
    }

    void settle(Delivery delivery, Settlement how) {
        store(delivery, how);
        done(delivery);
    }

    private void store(Delivery delivery, Settlement how) {
        lane.settle(delivery.position(), how);
        courier.metrics().ended(CourierMetrics.Ending.of(how));
    }

    /** All of a request went well; each key is released once, after its last. */
    void delivered(List<Delivery> deliveries) {
        if (deliveries.size() == 1) {
            settle(deliveries.get(0), Settlement.DELIVERED);
            return;
        }
        for (Delivery delivery : deliveries) {
            store(delivery, Settlement.DELIVERED);
            window.remove(delivery);
        }
        deliveries.stream().map(delivery -> key(delivery)).distinct().forEach(window::release);
    }

    /** Lets them go again as soon as the endpoint may be sent to, behind the others that may; nothing is charged. */
    void again(List<Delivery> deliveries) {
        takeBack(deliveries, delivery -> {
            if (delivery.isAside()) {
                takenUp.add(delivery);
            } else {
                window.again(delivery);
            }
        });
    }

    /**
     * The same when the receiver wants no request at all until then, which is kept with one of them over a restart. One is
     * put aside for that only while no other can keep it, or an outage would put aside one after the other.
     */
    void again(List<Delivery> deliveries, Instant rest) {
        Delivery first = deliveries.get(0);
        first.rest(rest);
        takeBack(deliveries, delivery -> {
            if (delivery.isAside()) {
                takenUp.add(delivery);
                keep(delivery, rest);
            } else if (delivery.equals(first) && !rest(rest)) {
                park(delivery, Duration.between(courier.instant(), rest));
            } else {
                window.again(delivery);
            }
        });
    }

    /**
     * Keeps over a restart that the receiver wants no request at all until then.
     *
     * @return whether there is one to keep it with
     */
    boolean rest(Instant until) {
        if (witness == null) {
            return false;
        }
        for (Delivery delivery : takenUp) {
            if (delivery.equals(witness)) {
                delivery.rest(until);
                keep(delivery, until);
                return true;
            }
        }
        Optional<RetryState> state = parking.rest(witness.position(), until);
        state.ifPresent(known -> store(witness, known));
        return state.isPresent();
    }

    private void keep(Delivery delivery, Instant rest) {
        witness = delivery;
        store(delivery, delivery.state(rest));
    }

    /** Lets them go again after a time; nothing is charged. */
    void again(List<Delivery> deliveries, Duration delay) {
        takeBack(deliveries, delivery -> later(delivery, delay));
    }

    /** Of each key the first goes by itself; those that were in the same request behind it wait for it again. */
    private void takeBack(List<Delivery> deliveries, Consumer<Delivery> first) {
        if (deliveries.size() == 1) {
            first.accept(deliveries.get(0));
            return;
        }
        Map<String, Delivery> firsts = new HashMap<>();
        List<Delivery> followers = new ArrayList<>();
        List<Delivery> heads = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            String key = key(delivery);
            if (key != null && firsts.putIfAbsent(key, delivery) != null) {
                followers.add(delivery);
            } else {
                heads.add(delivery);
            }
        }
        for (int i = followers.size() - 1; i >= 0; i--) {
            window.giveBackBehind(followers.get(i));
        }
        heads.forEach(first);
    }

    /** Those that a request had in common go one by one from now on, since one of them spoils it for all. */
    void separate(List<Delivery> deliveries) {
        deliveries.forEach(Delivery::separate);
        again(deliveries);
    }

    /** Puts them aside until their next attempts; their keys wait, others go on unless too many wait. */
    void retry(List<Delivery> deliveries, Duration delay) {
        takeBack(deliveries, delivery -> park(delivery, delay));
    }

    private void park(Delivery delivery, Duration delay) {
        RetryState state = delivery.state(courier.instant().plus(delay));
        long due = courier.nanoTime() + delay.toNanos();
        if (delivery.isAside()) {
            parking.giveBack(delivery.position(), state, due);
            store(delivery, state);
            return;
        }
        courier.busy(1);
        parkingNow++;
        lane.park(delivery.entry(), state)
                .whenComplete((done, failure) -> courier.seriallyLater(() -> {
                    courier.busy(-1);
                    parkingNow--;
                    if (closed) {
                        return;
                    }
                    if (failure != null) {
                        backOff(delivery, delay);
                        return;
                    }
                    window.remove(delivery);
                    parking.add(delivery.parked(state), due);
                    witness = delivery;
                }));
    }

    /** Without it a restart would begin with an older state, which does no harm. */
    @SuppressWarnings("FutureReturnValueIgnored") // the outbox says what is wrong with it
    private void store(Delivery delivery, RetryState state) {
        lane.park(delivery.entry(), state);
    }

    private void later(Delivery delivery, Duration delay) {
        if (delivery.isAside()) {
            parking.giveBack(
                    delivery.position(),
                    delivery.state(courier.instant().plus(delay)),
                    courier.nanoTime() + delay.toNanos());
        } else {
            backOff(delivery, delay);
        }
    }

    /** It waits here, in memory. */
    private void backOff(Delivery delivery, Duration delay) {
        long wait = ++waits;
        backingOff.put(delivery, wait);
        courier.after(delay, () -> {
            if (backingOff.remove(delivery, wait)) {
                window.again(delivery);
            }
        });
    }

    /** Nobody waits for a time of its own any more: the endpoint decides when it is asked again. */
    void stopWaiting() {
        backingOff.keySet().stream()
                .sorted(Comparator.comparingLong(Delivery::position))
                .forEach(window::again);
        backingOff.clear();
    }

    /** All retries are due now. */
    void hurry() {
        stopWaiting();
        parking.hurry(courier.nanoTime());
    }

    /** The attempt that a delivery was charged with was the endpoint's failure. */
    void uncharge(Delivery delivery) {
        delivery.uncharge();
        parking.uncharge(delivery.position(), courier.nanoTime()).ifPresent(state -> store(delivery, state));
    }

    /**
     * Gives a delivery up. It stays out, and its key waits, until the dead letter is on disk.
     *
     * @param reason why, for people
     */
    void bury(Delivery delivery, String reason) {
        burials.bury(delivery, reason);
    }

    /** It is settled in the outbox. */
    void done(Delivery delivery) {
        if (delivery.isAside()) {
            gone(delivery.position(), delivery.entry().key());
        } else {
            window.remove(delivery);
            window.release(key(delivery));
        }
    }

    /** It is aside no more. */
    void gone(long position, String entryKey) {
        if (witness != null && witness.position() == position) {
            witness = null;
        }
        if (parking.remove(position)) {
            window.release(courier.ordering() == Ordering.KEY ? entryKey : "");
        }
    }

    // ---------------------------------------------------------------- what the outbox tells

    void redriven(List<Parked> parked) {
        parked.stream().filter(one -> !parking.contains(one.position())).forEach(this::add);
    }

    void lost(Gap gap) {
        removedTo = Math.max(removedTo, gap.last());
        // the outbox tells of it
        LOG.debug(
                "endpoint={} will not get {} events: they were removed from the outbox, by its limits of age and size",
                lane.endpoint(),
                gap.count());
    }

    // ---------------------------------------------------------------- how it is doing

    /** How long until one that was put aside is due, in nanoseconds; negative if none is. */
    long waitNanos(long now) {
        return parking.waitNanos(now);
    }

    /**
     * The deliveries that have failed and will be tried again.
     *
     * @param earliest when the endpoint may be sent to at all
     */
    List<OpenDelivery> open(int max, Instant earliest) {
        List<OpenDelivery> found = new ArrayList<>();
        for (Parked parked : parking.parked()) {
            if (parked.state().attempts() > 0 && found.size() < max) {
                found.add(new OpenDelivery(
                        parked.id(),
                        parked.key(),
                        parked.state().attempts(),
                        later(parked.state().notBefore(), earliest),
                        History.parse(parked.state().history())));
            }
        }
        backingOff.keySet().stream()
                .filter(delivery -> !delivery.failures().isEmpty())
                .sorted(Comparator.comparingLong(Delivery::position))
                .limit(Math.max(0, max - found.size()))
                .forEach(delivery -> found.add(new OpenDelivery(
                        delivery.entry().id(),
                        delivery.entry().key(),
                        delivery.attempts(),
                        earliest,
                        delivery.failures())));
        return found;
    }

    private static Instant later(Instant one, Instant two) {
        return one.isAfter(two) ? one : two;
    }

    private void add(Parked parked) {
        Duration wait = Duration.between(courier.instant(), parked.state().notBefore());
        if (wait.isNegative()) {
            wait = Duration.ZERO;
        } else if (wait.compareTo(LONGEST_WAIT) > 0) {
            wait = LONGEST_WAIT;
        }
        parking.add(parked, courier.nanoTime() + wait.toNanos());
    }

    private String key(Delivery delivery) {
        return delivery.key(courier.ordering());
    }
}
