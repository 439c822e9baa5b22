/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;

class BodyTest {

    private final Body body = new Body("text/plain", "event".getBytes(US_ASCII));

    @Test
    void allBytesComeAtOnce_andThenTheEnd() {
        assertEquals("text/plain", body.getContentType());
        assertEquals(5, body.getLength());
        Content.Chunk chunk = body.read();
        assertEquals("event", BufferUtil.toString(chunk.getByteBuffer()));
        assertTrue(chunk.isLast());
        for (int i = 0; i < 2; i++) {
            Content.Chunk end = body.read();
            assertTrue(end.isLast());
            assertFalse(end.hasRemaining());
            assertFalse(Content.Chunk.isFailure(end));
        }
    }

    @Test
    void itCanBeReadAgain_fromItsBegin() {
        BufferUtil.clear(body.read().getByteBuffer());
        body.read();
        assertTrue(body.rewind());
        assertEquals("event", BufferUtil.toString(body.read().getByteBuffer()));
    }

    @Test
    void afterAFailure_thatIsWhatIsRead() {
        IOException failure = new IOException("the connection broke");
        body.fail(failure);
        for (int i = 0; i < 2; i++) {
            Content.Chunk chunk = body.read();
            assertTrue(Content.Chunk.isFailure(chunk, true));
            assertSame(failure, chunk.getFailure());
        }
    }

    @Test
    void whoWaits_isToldAtOnce() {
        AtomicInteger told = new AtomicInteger();
        body.demand(told::incrementAndGet);
        assertEquals(1, told.get());
    }

    @Test
    void aBodyWithoutBytes_hasItsEndOnly() {
        Content.Chunk chunk = new Body("text/plain", new byte[0]).read();
        assertTrue(chunk.isLast());
        assertFalse(chunk.hasRemaining());
    }
}
