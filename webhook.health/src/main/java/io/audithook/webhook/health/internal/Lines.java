/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;

/** What health checks answer. */
final class Lines {

    private Lines() {}

    /** An entry that is one line, whoever wrote what is in it. */
    static ResultLog.Entry entry(Status status, String text) {
        return new ResultLog.Entry(status, Text.oneLine(text));
    }

    /**
     * The answer while a service is not there. It may be on its way; Health Checks make it critical when it stays away.
     *
     * @param what which one is missing, and who provides it
     */
    static Result missing(String what) {
        return new Result(Status.TEMPORARILY_UNAVAILABLE, what);
    }
}
