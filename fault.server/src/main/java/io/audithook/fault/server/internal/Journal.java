/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.RecordedConnection;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.fault.server.Totals;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What all connections of a server have seen. Written by the loop, read by tests. */
public final class Journal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<ConnectionLog> logs = new ArrayList<>();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final int keepBytes;
    private long opened;
    private long closed;
    private long heads;
    private long complete;
    private long received;
    private long sent;

    /**
     * An empty one.
     *
     * @param keepBytes bytes to keep for each connection of traffic, and again of requests
     */
    public Journal(int keepBytes) {
        this.keepBytes = keepBytes;
    }

    /** The counts. */
    public Totals totals() {
        return locked(() -> new Totals(opened, opened - closed, heads, complete, received, sent));
    }

    /** The requests that are kept, in the order in which they were complete. */
    public List<RecordedRequest> requests() {
        return locked(() -> List.copyOf(requests));
    }

    /** The connections that are kept, in the order of acceptance. */
    public List<RecordedConnection> connections() {
        return locked(() -> logs.stream().map(ConnectionLog::snapshot).toList());
    }

    /** Drops what is kept of connections that have ended, and all requests. */
    public void forget() {
        locked(() -> {
            requests.clear();
            return logs.removeIf(ConnectionLog::ended);
        });
    }

    /**
     * Waits for the counts to be as wanted.
     *
     * @return whether they were, in time
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean await(Predicate<Totals> wanted, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!wanted.test(totals())) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    ConnectionLog open(int number, InetSocketAddress peer, String script) {
        return locked(() -> {
            ConnectionLog log = new ConnectionLog(this, number, peer, script, keepBytes);
            logs.add(log);
            opened++;
            changed.signalAll();
            return log;
        });
    }

    /** Makes a change, alone, and wakes who waits for one. */
    void change(Runnable change) {
        locked(() -> {
            change.run();
            changed.signalAll();
            return null;
        });
    }

    void countHead() {
        heads++;
    }

    void count(long bytesReceived, long bytesSent) {
        received += bytesReceived;
        sent += bytesSent;
    }

    void countRequest() {
        complete++;
    }

    void keep(RecordedRequest request) {
        requests.add(request);
    }

    void countClosed() {
        closed++;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
