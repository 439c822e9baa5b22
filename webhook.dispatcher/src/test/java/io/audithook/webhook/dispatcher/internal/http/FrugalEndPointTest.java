/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The channel blocks, so a read too many would not return; that all of them return is the proof that none was made. */
class FrugalEndPointTest {

    private final HttpClient client = new HttpClient();
    private SocketChannel receiver;
    private FrugalEndPoint endPoint;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel channel = SocketChannel.open(server.getLocalAddress());
            receiver = server.accept();
            endPoint = new FrugalEndPoint(channel, null, null, new ScheduledExecutorScheduler(), null);
        }
    }

    @AfterEach
    void close() throws Exception {
        client.stop();
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

    @Test
    void headAndBody_arriveInTheirOrder() throws Exception {
        ByteBuffer head = head("POST / HTTP/1.1\r\n\r\n", 100);
        ByteBuffer body = ByteBuffer.wrap("-{}-".getBytes(US_ASCII), 1, 2);
        assertTrue(speakingHttp().flush(head, BufferUtil.EMPTY_BUFFER, body));
        assertEquals("POST / HTTP/1.1\r\n\r\n{}", heard(21));
        assertFalse(head.hasRemaining());
        assertFalse(body.hasRemaining());
        assertEquals(19, head.limit(), "what is behind the head is no part of it");
    }

    @Test
    void aBodyForWhichTheHeadHasNoRoom_followsIt() throws Exception {
        ByteBuffer head = head("head", 5);
        ByteBuffer body = ByteBuffer.wrap("body".getBytes(US_ASCII));
        assertTrue(speakingHttp().flush(head, body));
        assertEquals("headbody", heard(8));
    }

    /** The receiver is slow: the connection takes a piece at a time, and the last ones begin within the body. */
    @Test
    void whatWasNotTaken_isWrittenLater() throws Exception {
        byte[] bytes = new byte[8 << 20];
        new Random(1).nextBytes(bytes);
        int split = 100_000;
        ByteBuffer head =
                ByteBuffer.allocateDirect(bytes.length).put(bytes, 0, split).flip();
        ByteBuffer body = ByteBuffer.wrap(bytes, split, bytes.length - split);
        FrugalEndPoint http = speakingHttp();
        http.getChannel().configureBlocking(false);
        ByteBuffer heard = ByteBuffer.allocate(bytes.length);
        int pieces = 0;
        while (!http.flush(head, BufferUtil.EMPTY_BUFFER, body)) {
            pieces++;
            assertEquals(split, head.limit());
            receiver.read(heard);
        }
        while (heard.hasRemaining()) {
            receiver.read(heard);
        }
        assertTrue(pieces > 1, "all was taken at once");
        assertArrayEquals(bytes, heard.array());
    }

    @Test
    void aConnectionThatIsClosed_leavesHeadAndBodyAsTheyWere() throws Exception {
        FrugalEndPoint http = speakingHttp();
        http.getChannel().close();
        ByteBuffer head = head("head", 100);
        ByteBuffer body = ByteBuffer.wrap("body".getBytes(US_ASCII));
        assertThrows(EofException.class, () -> http.flush(head, body));
        assertEquals("head", BufferUtil.toString(head));
        assertEquals("body", BufferUtil.toString(body));
    }

    private FrugalEndPoint speakingHttp() throws Exception {
        client.start();
        HttpDestination destination = new HttpDestination(client, new Origin("http", "127.0.0.1", 1));
        endPoint.setConnection(new HttpConnectionOverHTTP(endPoint, destination, Promise.noop()));
        return endPoint;
    }

    private static ByteBuffer head(String text, int capacity) {
        return ByteBuffer.allocateDirect(capacity).put(text.getBytes(US_ASCII)).flip();
    }

    private String heard(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && receiver.read(buffer) >= 0) {
            // more may follow
        }
        return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    }

    private void say(String text) throws IOException {
        receiver.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }
}
