/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;

/** Gives the failures of the client their names. */
final class Failures {

    private Failures() {}

    static Outcome classify(Throwable failure, boolean proxied) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Outcome.Kind kind = kind(cause, proxied);
            if (kind != null) {
                return new Outcome(kind, 0, describe(cause));
            }
        }
        return new Outcome(Outcome.Kind.IO, 0, describe(failure));
    }

    private static Outcome.Kind kind(Throwable cause, boolean proxied) {
        if (cause instanceof SSLException) {
            return Outcome.Kind.TLS;
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.DNS;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT;
        }
        if (cause instanceof SocketTimeoutException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT_TIMEOUT;
        }
        // without a complete answer this can only be the answer to CONNECT
        if (cause instanceof HttpResponseException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.BAD_RESPONSE;
        }
        if (cause instanceof HttpException) {
            return Outcome.Kind.BAD_RESPONSE;
        }
        return cause instanceof TimeoutException ? Outcome.Kind.TIMEOUT : null;
    }

    private static String describe(Throwable failure) {
        if (failure == null) {
            return "no answer";
        }
        if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
            // the message would be a dump of the client's state
            return "the connection was closed before an answer came";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
