/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import io.audithook.fault.server.internal.Arrival;
import io.audithook.fault.server.internal.Choice;
import io.audithook.fault.server.internal.Journal;
import io.audithook.fault.server.internal.Loop;
import io.audithook.fault.server.internal.Program;
import io.audithook.fault.server.internal.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A server on loopback that does what scripts say, and keeps a record of it. One thread serves all connections, one more
 * is its timer, however many connections there are; both are daemons and end with {@link #close()}.
 *
 * <p>The same seed gives the same choices and the same bytes to the connection of the same number. It is part of {@link
 * #toString()} and of the message of each wait that fails.
 *
 * <p>May be used by any number of threads. What it has recorded stays readable after {@link #close()}.
 */
public final class FaultServer implements AutoCloseable {

    private final Journal journal;
    private final Loop loop;
    private final InetAddress address;
    private final boolean tls;

    private FaultServer(Builder builder) throws IOException {
        journal = new Journal(builder.keepBytes);
        address = builder.address;
        tls = !builder.before.equals(Program.EMPTY);
        loop = new Loop(new InetSocketAddress(address, 0), builder.backlog, builder.choice(), journal);
    }

    /** A server to be set up, with a random seed. */
    public static Builder builder() {
        return seeded(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    }

    /** A server to be set up, with this seed. */
    public static Builder seeded(long seed) {
        return new Builder(seed);
    }

    /**
     * Starts a server that does the same on each connection.
     *
     * @throws IOException if there is no port
     */
    public static FaultServer start(Script script) throws IOException {
        return builder().byDefault(script).start();
    }

    /** The port, chosen by the system; the same while nobody listens. */
    public int port() {
        return loop.port();
    }

    /** The address. */
    public InetSocketAddress address() {
        return new InetSocketAddress(address, port());
    }

    /** {@code http} or, with {@link Builder#tls}, {@code https}, address and port, and the path. */
    public URI uri(String path) {
        return uri(tls ? "https" : "http", path);
    }

    /** Scheme, address and port, and the path. */
    public URI uri(String scheme, String path) {
        String host = address.getHostAddress();
        return URI.create(scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port() + path);
    }

    /** The seed. */
    public long seed() {
        return loop.choice().seed();
    }

    /**
     * Has another script for connections to come, but for those with a script by number or path. In force on return.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void byDefault(Script script) {
        loop.choose(loop.choice().withDefault(script.program()));
    }

    /**
     * Refuses connections until {@link #listen()}; those that are open go on. In force on return.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void refuse() {
        loop.order(Optional.of(Arrival.REFUSE));
    }

    /**
     * Leaves connections in the backlog until {@link #listen()}; those that are open go on. In force on return.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void stopAccepting() {
        loop.order(Optional.of(Arrival.LEAVE));
    }

    /**
     * Goes back to what the scripts say. In force on return.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void listen() {
        loop.order(Optional.empty());
    }

    /** The counts until now. */
    public Totals totals() {
        return journal.totals();
    }

    /** The requests until now that were seen as a whole, in that order. */
    public List<RecordedRequest> requests() {
        return journal.requests();
    }

    /** The connections until now, in the order of acceptance. */
    public List<RecordedConnection> connections() {
        return journal.connections();
    }

    /**
     * A connection.
     *
     * @param number from 1
     * @throws IllegalArgumentException if there was no such connection, or it was forgotten
     */
    public RecordedConnection connection(int number) {
        return connections().stream()
                .filter(connection -> connection.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No connection " + number + ": " + this));
    }

    /** Drops all recorded requests, and connections that have ended. Counts go on. For long tests. */
    public void forget() {
        journal.forget();
    }

    /**
     * Waits until so many requests were seen as a whole, since the start.
     *
     * @return all that are kept
     * @throws AssertionError if it takes longer
     */
    public List<RecordedRequest> awaitRequests(int count, Duration timeout) {
        await(count + " requests", totals -> totals.requests() >= count, timeout);
        return requests();
    }

    /**
     * Waits until so many connections were accepted, since the start.
     *
     * @throws AssertionError if it takes longer
     */
    public void awaitConnections(int count, Duration timeout) {
        await(count + " connections", totals -> totals.connectionsOpened() >= count, timeout);
    }

    /**
     * Waits until exactly so many connections are open.
     *
     * @throws AssertionError if it takes longer
     */
    public void awaitOpen(int count, Duration timeout) {
        await(count + " open connections", totals -> totals.connectionsOpen() == count, timeout);
    }

    /**
     * Waits until the counts are as wanted.
     *
     * @param what for the message
     * @param wanted is asked at each change; must not block
     * @param timeout how long at most
     * @throws AssertionError if it takes longer, or the waiting thread is interrupted
     */
    public void await(String what, Predicate<Totals> wanted, Duration timeout) {
        boolean met;
        try {
            met = journal.await(wanted, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what + ": " + this, e);
        }
        if (!met) {
            throw new AssertionError("No " + what + " within " + timeout + ": " + this);
        }
    }

    /** Ends all connections and both threads. Waits for them, for 10 s at most. Does nothing when called again. */
    @Override
    public void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return "FaultServer[port=" + port() + ", seed=" + seed() + (loop.closed() ? ", closed" : "") + ", " + totals()
                + "]";
    }

    /** Sets a server up. For one thread. */
    public static final class Builder {

        private static final int KEEP_BYTES = 1 << 20;
        private static final int BACKLOG = 1024;

        private final long seed;
        private final Map<Integer, Program> byNumber = new HashMap<>();
        private final Map<String, Program> byPath = new HashMap<>();
        private List<Program> others = List.of();
        private Program before = Program.EMPTY;
        private InetAddress address = InetAddress.getLoopbackAddress();
        private int backlog = BACKLOG;
        private int keepBytes = KEEP_BYTES;

        private Builder(long seed) {
            this.seed = seed;
        }

        /** The script of the first connection. */
        public Builder first(Script script) {
            return connection(1, script);
        }

        /**
         * The script of one connection.
         *
         * @param number from 1, in the order of acceptance
         */
        public Builder connection(int number, Script script) {
            if (number < 1) {
                throw new IllegalArgumentException("connection " + number + ": they are counted from 1");
            }
            byNumber.put(number, script.program());
            return this;
        }

        /**
         * The script of connections whose first request is for a path; the script gets the request as if nothing were
         * read. After {@link Script#next()}, also of later requests.
         *
         * @param path without query; if it ends with {@code *}, for all that begin so, the longest first
         */
        public Builder path(String path, Script script) {
            byPath.put(path, script.program());
            return this;
        }

        /** The script of all other connections. */
        public Builder byDefault(Script script) {
            others = List.of(script.program());
            return this;
        }

        /** The scripts of all other connections, one of which each gets, by the seed. */
        public Builder randomly(Script... scripts) {
            others = Stream.of(scripts).map(Script::program).toList();
            return this;
        }

        /** Does a handshake on each connection before its script begins, and before the path is looked at. */
        public Builder tls(Tls tls) {
            before = Programs.tls(Program.EMPTY, tls.settings());
            return this;
        }

        /**
         * Where to listen.
         *
         * @throws IllegalArgumentException if it is not an address of loopback
         */
        public Builder address(InetAddress loopback) {
            if (!loopback.isLoopbackAddress()) {
                throw new IllegalArgumentException(loopback + ": a fault server listens on loopback only");
            }
            address = loopback;
            return this;
        }

        /** How many connections may wait to be accepted. */
        public Builder backlog(int connections) {
            backlog = connections;
            return this;
        }

        /**
         * How much to keep of each connection, in bytes: of its traffic, and again of its requests. 1 MiB if not set;
         * 0 for counts only. An entry counts as 64 bytes more than it has.
         */
        public Builder keep(int bytes) {
            keepBytes = bytes;
            return this;
        }

        /**
         * Listens, on a port the system chooses.
         *
         * @throws IOException if there is no port
         * @throws IllegalArgumentException if there is no script for some connection, or one that cannot work
         */
        public FaultServer start() throws IOException {
            return new FaultServer(this);
        }

        private Choice choice() {
            return new Choice(seed, before, byNumber, byPath, others);
        }
    }
}
