/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailException;
import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import java.nio.file.Path;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The failures of writing, by name.
 *
 * @param file the database
 */
record Failures(Path file) {

    AuditTrailUnavailableException closed() {
        return new AuditTrailUnavailableException("The outbox " + file + " is closed", null);
    }

    /** What a publisher is told: that it helps to wait for room, or else that it may help to try again. */
    AuditTrailException writing(Exception e) {
        return isFull(e)
                ? new AuditTrailFullException("The disk of " + file + " is full", e)
                : new AuditTrailUnavailableException("The outbox " + file + " cannot be written: " + e.getMessage(), e);
    }

    /** Whether there was no room, on the disk or within the limits of the file. */
    private static boolean isFull(Exception e) {
        Throwable known = e instanceof OutboxException ? e.getCause() : e;
        return known instanceof SQLiteException sql && sql.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    }
}
