/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.Content;

/**
 * The body of a request, in one piece that is there from the start. Jetty's own content adds up the lengths of its pieces by a
 * stream, and has a lock and a queue for those who wait for more, for each request.
 */
final class Body implements Request.Content {

    private final String contentType;
    private final byte[] bytes;

    /** What the next one to read gets. */
    private volatile Content.Chunk next;

    /** @param bytes must not change */
    Body(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
        rewind();
    }

    @Override
    public String getContentType() {
        return contentType;
    }

    @Override
    public long getLength() {
        return bytes.length;
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = next;
        if (!Content.Chunk.isFailure(chunk)) {
            next = Content.Chunk.EOF;
        }
        return chunk;
    }

    /** There always is something to read: the bytes, their end, or why they failed. */
    @Override
    public void demand(Runnable demandCallback) {
        demandCallback.run();
    }

    @Override
    public void fail(Throwable failure) {
        next = Content.Chunk.from(failure);
    }

    @Override
    public boolean rewind() {
        next = Content.Chunk.from(ByteBuffer.wrap(bytes), true);
        return true;
    }
}
