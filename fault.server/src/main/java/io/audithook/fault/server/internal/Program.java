/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A script as the server runs it: how the connection arrives, and then the steps. */
public final class Program {

    /** Accept, and no step. */
    public static final Program EMPTY = new Program(Arrival.ACCEPT, List.of());

    private final Arrival arrival;
    private final List<Step> steps;

    private Program(Arrival arrival, List<Step> steps) {
        this.arrival = arrival;
        this.steps = List.copyOf(steps);
    }

    /** A program without steps. */
    public static Program of(Arrival arrival) {
        return new Program(arrival, List.of());
    }

    /** How the connection arrives. */
    public Arrival arrival() {
        return arrival;
    }

    List<Step> steps() {
        return steps;
    }

    /** This and then one more step. */
    Program with(Step step) {
        return with(List.of(step));
    }

    /** This and then the steps of another. */
    public Program then(Program other) {
        if (other.arrival != Arrival.ACCEPT) {
            throw new IllegalArgumentException(
                    other.arrival + " can only be all of a script, it cannot follow " + this);
        }
        return with(other.steps);
    }

    private Program with(List<Step> more) {
        if (arrival != Arrival.ACCEPT && !more.isEmpty()) {
            throw new IllegalArgumentException(arrival + " can only be all of a script, " + more.get(0)
                    + " cannot follow: there is no connection");
        }
        List<Step> all = new ArrayList<>(steps);
        all.addAll(more);
        return new Program(arrival, all);
    }

    Action begin() {
        return new Sequence(steps, 1);
    }

    boolean beginsTls() {
        return steps.stream().anyMatch(Step::beginsTls);
    }

    /** The steps as text, without the arrival. */
    String block() {
        return steps.stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return steps.isEmpty() ? arrival.toString() : arrival + "; " + block();
    }
}
