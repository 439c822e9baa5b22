/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** Passes over answers with a status from 100 to 199, but not over any number of them: a receiver could hold us that way. */
final class InterimAnswers extends ProcessingProtocolHandler {

    private static final int MAX = 10;
    private static final String COUNT = InterimAnswers.class.getName();

    @Override
    public boolean accept(Request request, Response response) {
        // 101 ends HTTP, and nobody asked for it
        return HttpStatus.isInformational(response.getStatus())
                && response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the attempt's listener tells how it ends
    protected void onProcessing(Request request, HttpFields headers) {
        int count = request.getAttributes().get(COUNT) instanceof Integer before ? before + 1 : 1;
        request.attribute(COUNT, count);
        if (count > MAX) {
            request.abort(new BadAnswerException("More than " + MAX + " interim answers came"));
        }
    }
}
