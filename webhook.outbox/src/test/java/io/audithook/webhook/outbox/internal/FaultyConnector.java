/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to a disk that does what a test wants. */
final class FaultyConnector implements Connector {

    /** How many connections were asked for. */
    final AtomicInteger connects = new AtomicInteger();

    /** Whether the next commit that changes something takes effect and then says that it failed. */
    final AtomicBoolean failAfterCommit = new AtomicBoolean();

    /** Whether the next commit that changes something fails and takes no effect. */
    final AtomicBoolean failInsteadOfCommit = new AtomicBoolean();

    /** Whether there are no connections at the moment. */
    final AtomicBoolean refuses = new AtomicBoolean();

    /** The most pages that a file may have, for connections made from now on; 0 for no limit. */
    final AtomicInteger maxPages = new AtomicInteger();

    /** Commits wait for it. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        connects.incrementAndGet();
        if (refuses.get()) {
            throw new SQLException("no connection today");
        }
        Connection connection = SQLITE.connect(url, properties);
        if (maxPages.get() > 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count = " + maxPages);
            }
        }
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new Handler(connection));
    }

    /** One connection. */
    private final class Handler implements InvocationHandler {

        private final Connection connection;
        private long changes;

        Handler(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            if (!method.getName().equals("commit")) {
                return call(method, args);
            }
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new SQLException("the gate stayed closed");
            }
            boolean changing = isChanging();
            if (changing && failInsteadOfCommit.compareAndSet(true, false)) {
                throw new SQLException("the commit failed");
            }
            Object result = call(method, args);
            if (changing && failAfterCommit.compareAndSet(true, false)) {
                throw new SQLException("the commit is said to have failed");
            }
            return result;
        }

        private Object call(Method method, Object... args) throws Throwable {
            try {
                return method.invoke(connection, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private boolean isChanging() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT total_changes()")) {
                long before = changes;
                changes = row.getLong(1);
                return changes != before;
            }
        }
    }
}
