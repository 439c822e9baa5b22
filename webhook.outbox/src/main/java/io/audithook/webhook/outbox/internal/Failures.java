/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailException;
import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The failures of the database, by name.
 *
 * @param file the database
 */
record Failures(Path file) {

    /** The property that the driver reads. */
    private static final String LIBRARY_FOLDER = "org.sqlite.tmpdir";

    /** What says nothing about the file itself. */
    private static final Set<SQLiteErrorCode> CIRCUMSTANCES = EnumSet.of(
            SQLiteErrorCode.SQLITE_PERM,
            SQLiteErrorCode.SQLITE_ABORT,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_INTERRUPT,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_NOLFS,
            SQLiteErrorCode.SQLITE_AUTH,
            SQLiteErrorCode.SQLITE_MISUSE);

    AuditTrailUnavailableException closed() {
        return new AuditTrailUnavailableException("The outbox " + file + " is closed", null);
    }

    /** What a publisher is told: that it helps to wait for room, or else that it may help to try again. */
    AuditTrailException writing(Exception e) {
        return isFull(e)
                ? full(e)
                : new AuditTrailUnavailableException("The outbox " + file + " cannot be written: " + e.getMessage(), e);
    }

    /** @param what is wrong with the files, by {@link StoreFiles#gone} */
    AuditTrailUnavailableException gone(String what) {
        return new AuditTrailUnavailableException(what, null);
    }

    /** @param cause may be null */
    AuditTrailFullException full(Exception cause) {
        return new AuditTrailFullException("The disk of " + file + " is full", cause);
    }

    AuditTrailUnavailableException reading(SQLException e) {
        return new AuditTrailUnavailableException("The outbox " + file + " cannot be read: " + e.getMessage(), e);
    }

    /** Whether there was no room, on the disk or within the limits of the file. */
    static boolean isFull(Exception e) {
        return primaryCode(e) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /** Whether the file is not what was written to it. */
    static boolean isDamage(Exception e) {
        if (cause(e) instanceof DamagedRowException) {
            return true;
        }
        int code = primaryCode(e);
        // no rule of a table is ever broken, unless its index is not what was written, and no row is longer than SQLite
        // allows
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code
                || code == SQLiteErrorCode.SQLITE_TOOBIG.code
                || code == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    /** Why the database cannot be opened: the driver says of its library nothing but that there is an error. */
    static String opening(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeLibraryNotFoundException || cause instanceof UnsatisfiedLinkError) {
                return "the native library of SQLite cannot be loaded from the folder for temporary files, "
                        + System.getProperty(LIBRARY_FOLDER, System.getProperty("java.io.tmpdir"))
                        + "; that has to be there, writable and not mounted noexec, or name another by the property "
                        + LIBRARY_FOLDER + " of the JVM (" + cause.getMessage() + ")";
            }
        }
        return e.getMessage();
    }

    /** Whether a file of ours that cannot be opened so is to blame, rather than the circumstances. */
    static boolean isDamageAtOpening(Exception e) {
        int code = primaryCode(e);
        return cause(e) instanceof DamagedRowException
                || (code > 0 && CIRCUMSTANCES.stream().noneMatch(known -> known.code == code));
    }

    /** Extended codes have the primary one in their last byte. 0 if it is not SQLite that failed. */
    private static int primaryCode(Exception e) {
        return cause(e) instanceof SQLiteException known ? known.getResultCode().code & 0xFF : 0;
    }

    private static Throwable cause(Exception e) {
        return e instanceof OutboxException && e.getCause() != null ? e.getCause() : e;
    }
}
