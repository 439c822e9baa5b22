/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/**
 * Watches one answer. The status decides once the headers are complete: what a receiver says beyond them is
 * read to a limit and thrown away, and cannot take a "delivered" back.
 */
final class AnswerListener implements Response.Listener {

    private static final long MAX_BODY_BYTES = 64 * 1024;

    private final Consumer<Outcome> done;
    private final boolean proxied;
    private long bodyBytes;
    private boolean headersComplete;

    AnswerListener(Consumer<Outcome> done, boolean proxied) {
        this.done = done;
        this.proxied = proxied;
    }

    @Override
    public void onHeaders(Response response) {
        headersComplete = true;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // onComplete tells how it ends
    public void onContent(Response response, ByteBuffer content) {
        bodyBytes += content.remaining();
        content.position(content.limit());
        if (bodyBytes > MAX_BODY_BYTES) {
            response.abort(new IOException("The body of the answer is larger than " + MAX_BODY_BYTES + " bytes"));
        }
    }

    @Override
    public void onComplete(Result result) {
        done.accept(outcome(result));
    }

    private Outcome outcome(Result result) {
        int status = result.getResponse() == null ? 0 : result.getResponse().getStatus();
        if (!headersComplete) {
            return Failures.classify(result.getFailure(), proxied);
        }
        if (status >= 200 && status < 300) {
            return new Outcome(Outcome.Kind.DELIVERED, status, "");
        }
        return new Outcome(Outcome.Kind.STATUS, status, "HTTP " + status);
    }
}
