/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections to a database. */
@FunctionalInterface
interface Connector {

    /** Not through DriverManager, which sees no drivers of other class loaders. */
    Connector SQLITE = new org.sqlite.JDBC()::connect;

    Connection connect(String url, Properties properties) throws SQLException;
}
