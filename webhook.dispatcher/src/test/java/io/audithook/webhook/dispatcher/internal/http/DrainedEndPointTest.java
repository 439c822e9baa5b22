/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel blocks, so a read too many would not return; that it does not is the proof that none was made. */
class DrainedEndPointTest {

    private SocketChannel receiver;
    private DrainedEndPoint endPoint;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel channel = SocketChannel.open(server.getLocalAddress());
            receiver = server.accept();
            endPoint = new DrainedEndPoint(channel, null, null, new ScheduledExecutorScheduler(), null);
        }
    }

    @AfterEach
    void close() throws IOException {
        endPoint.getChannel().close();
        receiver.close();
    }

    @Test
    void aReadThatLeftRoom_isTheLastOne() throws IOException {
        say("answer");
        ByteBuffer buffer = BufferUtil.allocate(100);
        assertEquals(6, endPoint.fill(buffer));
        assertEquals(0, endPoint.fill(buffer));
        assertEquals("answer", BufferUtil.toString(buffer));
    }

    @Test
    void whoAsksOnceMore_getsWhatCameSince() throws IOException {
        say("one");
        ByteBuffer buffer = BufferUtil.allocate(100);
        assertEquals(3, endPoint.fill(buffer));
        say("two");
        assertEquals(0, endPoint.fill(buffer));
        assertEquals(3, endPoint.fill(buffer));
        assertEquals("onetwo", BufferUtil.toString(buffer));
    }

    @Test
    void aReadThatFilledTheBuffer_isFollowedByAnother() throws IOException {
        say("onetwo");
        ByteBuffer first = BufferUtil.allocate(3);
        ByteBuffer second = BufferUtil.allocate(100);
        assertEquals(3, endPoint.fill(first));
        assertEquals(3, endPoint.fill(second));
        assertEquals("one", BufferUtil.toString(first));
        assertEquals("two", BufferUtil.toString(second));
    }

    @Test
    void roomCountsBehindWhatIsInTheBufferAlready() throws IOException {
        ByteBuffer buffer =
                ByteBuffer.wrap("xxxxone...".getBytes(US_ASCII)).position(4).limit(7);
        say("two|more");
        assertEquals(3, endPoint.fill(buffer));
        assertEquals("onetwo", BufferUtil.toString(buffer));
        assertEquals(5, endPoint.fill(BufferUtil.allocate(100)));
    }

    @Test
    void theEnd_isSeenByWhoAsksOnceMore() throws IOException {
        say("last");
        receiver.close();
        ByteBuffer buffer = BufferUtil.allocate(100);
        assertEquals(4, endPoint.fill(buffer));
        assertEquals(0, endPoint.fill(buffer));
        assertEquals(-1, endPoint.fill(buffer));
    }

    private void say(String text) throws IOException {
        receiver.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }
}
