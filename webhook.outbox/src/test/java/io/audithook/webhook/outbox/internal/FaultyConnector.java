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
import java.util.List;
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

    /**
     * Is told of each point that is reached: "before" or "after", and "commit" or the first three words of a statement that
     * changes something.
     */
    volatile Points points = point -> {};

    /** What happens at a point; may throw, or end the process. */
    @FunctionalInterface
    interface Points {
        void reached(String point) throws SQLException;
    }

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
            if (method.getName().equals("prepareStatement") || method.getName().equals("createStatement")) {
                Class<?> type = method.getReturnType();
                String sql = args == null ? null : (String) args[0];
                return Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, new Statements(call(method, args), sql));
            }
            if (!method.getName().equals("commit")) {
                return call(method, args);
            }
            points.reached("before commit");
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new SQLException("the gate stayed closed");
            }
            boolean changing = isChanging();
            if (changing && failInsteadOfCommit.compareAndSet(true, false)) {
                throw new SQLException("the commit failed");
            }
            Object result = call(method, args);
            points.reached("after commit");
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

    /** One statement. */
    private final class Statements implements InvocationHandler {

        private final Object statement;
        private final String sql;

        /** @param sql what it does; null if that is told when it is executed */
        Statements(Object statement, String sql) {
            this.statement = statement;
            this.sql = sql;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            String text = sql == null && args != null && args[0] instanceof String given ? given : sql;
            if (!method.getName().startsWith("execute") || text == null || text.startsWith("SELECT")) {
                return call(method, args);
            }
            String[] words = text.split("[ (]+", 4);
            String point = String.join(" ", List.of(words).subList(0, Math.min(3, words.length)));
            points.reached("before " + point);
            Object result = call(method, args);
            points.reached("after " + point);
            return result;
        }

        private Object call(Method method, Object... args) throws Throwable {
            try {
                return method.invoke(statement, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
