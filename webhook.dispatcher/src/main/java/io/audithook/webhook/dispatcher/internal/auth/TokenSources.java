/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One token for all endpoints that get it from the same place, in the same way, for the same client. Safe for use by
 * many threads.
 */
public final class TokenSources {

    private final TransportPool transports;
    private final Timekeeper time;
    private final Map<Key, Shared> shared = new HashMap<>();

    /**
     * @param transports what goes to token endpoints, under the same rules as to receivers
     * @param time the time
     */
    public TokenSources(TransportPool transports, Timekeeper time) {
        this.transports = transports;
        this.time = time;
    }

    /**
     * Takes part in a token.
     *
     * @throws io.audithook.webhook.dispatcher.internal.http.TransportException if there is no way to the token endpoint
     */
    public synchronized Lease lease(TransportSettings way, TokenSettings settings) {
        Key key = new Key(way, settings);
        Shared found = shared.computeIfAbsent(key, absent -> new Shared(transports.lease(way), settings, time));
        found.leases++;
        return new Lease(key, found);
    }

    private synchronized void release(Key key, Shared found) {
        if (--found.leases == 0) {
            shared.remove(key, found);
            found.way.close();
        }
    }

    private record Key(TransportSettings way, TokenSettings settings) {}

    private static final class Shared {
        private final TransportPool.Lease way;
        private final TokenSource source;
        private int leases;

        Shared(TransportPool.Lease way, TokenSettings settings, Timekeeper time) {
            this.way = way;
            this.source = new TokenSource(settings, way.transport(), time);
        }
    }

    /** A part in a token; {@link #close()} lets go of it. */
    public final class Lease implements AutoCloseable {

        private final Key key;
        private final Shared found;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(Key key, Shared found) {
            this.key = key;
            this.found = found;
        }

        /** Where the token is. */
        public TokenSource source() {
            return found.source;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(key, found);
            }
        }
    }
}
