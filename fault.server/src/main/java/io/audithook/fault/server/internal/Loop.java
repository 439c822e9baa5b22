/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.RecordedConnection.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One thread that serves all connections, and a timer that wakes it. */
public final class Loop implements AutoCloseable {

    /** Hears that something can be done on a channel. */
    interface Ready {
        void ready();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ACCEPT_AGAIN_AFTER = Duration.ofMillis(10);
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final Selector selector;
    private final Listener listener;
    private final Journal journal;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final List<Connection> leaving = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer plainScratch = ByteBuffer.allocate(32 * 1024);
    private final ByteBuffer encryptedScratch = ByteBuffer.allocate(32 * 1024);
    private final ScheduledThreadPoolExecutor timer;
    private final Thread thread;
    private volatile Choice choice;
    private volatile boolean closing;
    private Optional<Arrival> ordered = Optional.empty();
    private int accepted;

    /**
     * Listens and starts.
     *
     * @param address where; with port 0 for any
     * @param backlog connections that may wait to be accepted
     * @param choice the scripts
     * @param journal hears of everything
     */
    public Loop(InetSocketAddress address, int backlog, Choice choice, Journal journal) throws IOException {
        this.choice = choice;
        this.journal = journal;
        selector = Selector.open();
        try {
            listener = new Listener(selector, address, backlog, this::accept);
            listener.become(choice.arrival(1));
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "fault-server-timer-" + listener.port()));
        timer.setRemoveOnCancelPolicy(true);
        thread = daemon(this::loop, "fault-server-" + listener.port());
        thread.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The port it listens on, or would. */
    public int port() {
        return listener.port();
    }

    /** The scripts. */
    public Choice choice() {
        return choice;
    }

    /** Has other scripts for connections to come. Returns once they are in force. */
    public void choose(Choice other) {
        call(() -> {
            choice = other;
            reconsider();
        });
    }

    /** Has all connections arrive in one way, whatever the scripts say, until empty. Returns once it is in force. */
    public void order(Optional<Arrival> arrival) {
        call(() -> {
            ordered = arrival;
            reconsider();
        });
    }

    /** Ends all connections and both threads. Waits for them for a bounded time. Does nothing when called again. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was closed. */
    public boolean closed() {
        return closing;
    }

    ByteBuffer scratch() {
        return scratch.clear();
    }

    ByteBuffer encryptedScratch() {
        return encryptedScratch.clear();
    }

    ByteBuffer plainScratch() {
        return plainScratch.clear();
    }

    /** Runs a task on the thread of the loop, after what is ready now. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    Future<?> schedule(Runnable task, long nanos) {
        return timer.schedule(() -> execute(task), nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Lets a connection go. The channel is closed a little later, when the selector has let go of it: until then the JDK
     * would only end its output, and what is to be a reset would begin with a FIN.
     */
    void gone(Connection connection) {
        if (connections.remove(connection)) {
            leaving.add(connection);
        }
    }

    private void call(Runnable task) {
        if (closing) {
            throw new IllegalStateException("The fault server is closed");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The fault server could not do it", e);
        }
    }

    private void loop() {
        try {
            while (!closing) {
                if (tasks.isEmpty()) {
                    selector.select();
                } else {
                    // their call to wake up may be spent: closeLeaving() looks, too
                    selector.selectNow();
                }
                // a copy: what is done for one key may select again
                List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
                selector.selectedKeys().clear();
                for (SelectionKey key : ready) {
                    if (key.isValid()) {
                        ((Ready) key.attachment()).ready();
                    }
                }
                // what these add has its turn after the next look at the sockets
                for (int left = tasks.size(); left > 0; left--) {
                    Runnable task = tasks.poll();
                    if (task != null) {
                        task.run();
                    }
                }
                closeLeaving();
            }
        } catch (IOException | ClosedSelectorException e) {
            throw new IllegalStateException("The fault server's selector failed", e);
        } finally {
            closing = true;
            closeAll();
        }
    }

    private void closeLeaving() throws IOException {
        if (!leaving.isEmpty()) {
            selector.selectNow();
            leaving.forEach(Connection::close);
            leaving.clear();
        }
    }

    private void closeAll() {
        timer.shutdownNow();
        for (Connection each : List.copyOf(connections)) {
            each.end(End.SERVER_STOPPED, "");
        }
        listener.close();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            leaving.forEach(Connection::close);
        }
    }

    private void reconsider() {
        try {
            listener.become(ordered.orElse(choice.arrival(accepted + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException("The listener cannot change", e);
        }
    }

    private void accept() {
        while (!closing && listener.accepts()) {
            try {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                try {
                    open(channel);
                } catch (IOException e) {
                    channel.close();
                    throw e;
                }
            } catch (IOException e) {
                // too many open files: they must be given time to close
                listener.pause();
                Future<?> again = schedule(this::reconsider, ACCEPT_AGAIN_AFTER.toNanos());
                if (again.isCancelled()) {
                    return;
                }
            }
        }
    }

    private void open(SocketChannel channel) throws IOException {
        accepted++;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // small and fixed, so that a slow client is felt soon, and endless output costs the kernel little
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        Connection connection = new Connection(
                accepted,
                channel,
                this,
                journal.open(accepted, (InetSocketAddress) channel.getRemoteAddress(), "(not chosen yet)"));
        connections.add(connection);
        SelectionKey key = channel.register(selector, 0, connection);
        // before this client is answered: what it does next may depend on how the next connection arrives
        reconsider();
        connection.begin(key);
    }
}
