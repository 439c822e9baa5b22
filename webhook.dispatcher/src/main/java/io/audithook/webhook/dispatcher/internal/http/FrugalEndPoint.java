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
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that asks the kernel for less than Jetty's own.
 *
 * <p>It does not ask whether there is more to read when the read before has left room in its buffer: then
 * there was no more. Jetty asks once more after each answer, which was one of three system calls of a request. What came since is
 * told by the selector, which tells for as long as there is something (level-triggered), so nothing is missed.
 *
 * <p>It writes head and body of a request as one piece if there is room for the body behind the head: to write two pieces takes
 * Java and the kernel longer than to copy one.
 *
 * <p>It knows the key and trust material that was in use when it was opened, see {@link OldMaterial}.
 */
final class FrugalEndPoint extends SocketChannelEndPoint {

    /** Whether the read before took all there was, and nobody has waited for more since. */
    private boolean drained;

    private final SSLContext material;

    /** @param material what TLS on it begins with, unless it is replaced before */
    FrugalEndPoint(
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
    public boolean flush(ByteBuffer... buffers) throws IOException {
        ByteBuffer head = buffers[0];
        long behind = 0;
        for (int i = 1; i < buffers.length; i++) {
            behind += buffers[i].remaining();
        }
        boolean joined = isOfRequest(head) && behind <= head.capacity() - head.limit();
        return joined ? flushJoined((int) behind, buffers) : super.flush(buffers);
    }

    /** Whether a buffer, the first of several, is one that Jetty has made for the head of a request. */
    private boolean isOfRequest(ByteBuffer head) {
        return getConnection() instanceof HttpConnectionOverHTTP && head.isDirect() && !head.isReadOnly();
    }

    /** @param behind how many bytes there are behind the first buffer, which has room for them */
    private boolean flushJoined(int behind, ByteBuffer... buffers) throws IOException {
        ByteBuffer head = buffers[0];
        int end = head.limit();
        head.limit(end + behind);
        int at = end;
        for (int i = 1; i < buffers.length; i++) {
            head.put(at, buffers[i], buffers[i].position(), buffers[i].remaining());
            at += buffers[i].remaining();
        }
        int beyond;
        try {
            if (getChannel().write(head) > 0) {
                notIdle();
            }
        } catch (IOException e) {
            throw new EofException(e);
        } finally {
            beyond = Math.max(0, head.position() - end);
            head.position(Math.min(head.position(), end)).limit(end);
        }
        boolean all = !head.hasRemaining() && beyond == behind;
        // whoever asked looks at each buffer to see how far this came
        for (int i = 1; i < buffers.length; i++) {
            int written = Math.min(beyond, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + written);
            beyond -= written;
        }
        return all;
    }

    @Override
    protected void needsFillInterest() {
        drained = false;
        super.needsFillInterest();
    }
}
