/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The baseline: the same client without anything around it, as fast as it goes. */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
final class BareClient implements AutoCloseable {

    private final HttpClient client;
    private final URI uri;
    private final byte[][] bodies;
    private final AtomicInteger toSend = new AtomicInteger();

    /** @param bodies are sent one after the other */
    BareClient(URI uri, byte[][] bodies) throws Exception {
        this.uri = uri;
        this.bodies = bodies;
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        QueuedThreadPool threads = new QueuedThreadPool(4);
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        connector.setExecutor(threads);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        transport.setInvocationType(InvocationType.NON_BLOCKING);
        client = new HttpClient(transport);
        client.setExecutor(threads);
        client.setMaxConnectionsPerDestination(256);
        client.start();
        client.getProtocolHandlers().clear();
        client.getContentDecoderFactories().clear();
    }

    /** Sends this many, with this many under way. Returns at once. */
    void send(int number, int inFlight) {
        toSend.set(number);
        for (int i = 0; i < inFlight; i++) {
            next(null);
        }
    }

    private void next(Result previous) {
        if (previous != null && previous.isFailed()) {
            System.err.println("The bare client failed: " + previous.getFailure());
        }
        int number = toSend.decrementAndGet();
        if (number >= 0) {
            client.newRequest(uri)
                    .method(HttpMethod.POST)
                    .body(new BytesRequestContent("application/json", bodies[number % bodies.length]))
                    .send(this::next);
        }
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
