/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

/** The disk or the configured size is used up. It helps to wait: deliveries free space. */
public final class AuditTrailFullException extends AuditTrailException {

    private static final long serialVersionUID = 1L;

    public AuditTrailFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
