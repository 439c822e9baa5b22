/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which connection gets which script: by its number, else by the path of the request, else one of the others by the
 * seed.
 *
 * @param seed decides among several
 * @param before runs before any script, such as TLS
 * @param byNumber scripts for single connections, from 1
 * @param byPath scripts for paths; one that ends in {@code *} is for all that begin so
 * @param others for all other connections; at least one
 */
public record Choice(
        long seed, Program before, Map<Integer, Program> byNumber, Map<String, Program> byPath, List<Program> others) {

    /** Copies the collections and checks that paths can be seen. */
    public Choice {
        byNumber = Map.copyOf(byNumber);
        byPath = Map.copyOf(byPath);
        others = List.copyOf(others);
        if (others.isEmpty()) {
            throw new IllegalArgumentException("no script for connections without one of their own");
        }
        for (Program program : byPath.values()) {
            requireAccept(program, "the script for a path");
        }
        if (!byPath.isEmpty()) {
            others.forEach(program -> requireAccept(program, "with scripts for paths, the default"));
        }
    }

    private static void requireAccept(Program program, String who) {
        if (program.arrival() != Arrival.ACCEPT) {
            throw new IllegalArgumentException(who + " cannot be \"" + program
                    + "\": the path is known once the connection is accepted and the request read");
        }
    }

    /** The same with one other script for connections without one of their own. */
    public Choice withDefault(Program other) {
        return new Choice(seed, before, byNumber, byPath, List.of(other));
    }

    /** What is to become of a connection. */
    Arrival arrival(int connection) {
        return known(connection).map(Program::arrival).orElse(Arrival.ACCEPT);
    }

    /** The script, if it does not depend on the path. */
    Optional<Program> known(int connection) {
        Program own = byNumber.get(connection);
        if (own != null) {
            return Optional.of(own);
        }
        return byPath.isEmpty() ? Optional.of(other(connection)) : Optional.empty();
    }

    /** The script for a request. */
    Program forPath(int connection, String path) {
        Program exact = byPath.get(path);
        if (exact != null) {
            return exact;
        }
        return byPath.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("*")
                        && path.startsWith(
                                entry.getKey().substring(0, entry.getKey().length() - 1)))
                .max(Comparator.comparing(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElseGet(() -> other(connection));
    }

    private Program other(int connection) {
        return others.get(Seeds.choice(seed, connection).nextInt(others.size()));
    }
}
