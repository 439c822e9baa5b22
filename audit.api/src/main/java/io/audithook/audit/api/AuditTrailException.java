/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

/** An event was not recorded, and nothing of it was stored. The subclasses say why. */
public abstract sealed class AuditTrailException extends RuntimeException
        permits AuditTrailFullException, AuditTrailUnavailableException, InvalidAuditEventException {

    private static final long serialVersionUID = 1L;

    AuditTrailException(String message, Throwable cause) {
        super(message, cause);
    }
}
