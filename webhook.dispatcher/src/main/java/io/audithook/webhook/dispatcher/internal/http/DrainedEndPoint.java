/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that does not ask the kernel whether there is more to read when the read before has left room in its buffer: then
 * there was no more. Jetty asks once more after each answer, which was one of three system calls of a request. What came since is
 * told by the selector, which tells for as long as there is something (level-triggered), so nothing is missed.
 *
 * <p>It knows the key and trust material that was in use when it was opened, see {@link OldMaterial}.
 */
final class DrainedEndPoint extends SocketChannelEndPoint {

    /** Whether the read before took all there was, and nobody has waited for more since. */
    private boolean drained;

    private final SSLContext material;

    /** @param material what TLS on it begins with, unless it is replaced before */
    DrainedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            SSLContext material) {
        super(channel, selector, key, scheduler);
        this.material = material;
    }

    SSLContext material() {
        return material;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (drained) {
            drained = false;
            return 0;
        }
        int filled = super.fill(buffer);
        drained = filled > 0 && buffer.limit() < buffer.capacity();
        return filled;
    }

    @Override
    protected void needsFillInterest() {
        drained = false;
        super.needsFillInterest();
    }
}
