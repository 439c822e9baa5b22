/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.SQLException;

/** A row that the outbox cannot do without is not what was stored. */
final class DamagedRowException extends SQLException {

    private static final long serialVersionUID = 1L;

    DamagedRowException(String message) {
        super(message);
    }
}
