/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;

/** The answer was not 202. */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String body) {
        super(status + " " + body.trim());
        this.status = status;
    }

    int status() {
        return status;
    }
}
