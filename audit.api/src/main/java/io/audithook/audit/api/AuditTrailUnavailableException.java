/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

/** The store cannot be written at the moment: closed, stopping, or failing. It may help to try again later. */
public final class AuditTrailUnavailableException extends AuditTrailException {

    private static final long serialVersionUID = 1L;

    public AuditTrailUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
