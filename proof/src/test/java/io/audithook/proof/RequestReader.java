/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** One connection of a {@link Receiver}: reads requests, has them answered as their {@link Inbox} says. */
final class RequestReader {

    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    private static final byte[] FAILED = ascii("HTTP/1.1 500 Failed\r\nContent-Length: 0\r\n\r\n");
    private static final byte[] TRICKLE = ascii("HTTP/1.1 200 OK\r\nX-Slow: ");

    private final SocketChannel channel;
    private final Function<String, Inbox> inboxes;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 * 1024);
    private int trickled = -1;

    RequestReader(SocketChannel channel, Function<String, Inbox> inboxes) {
        this.channel = channel;
        this.inboxes = inboxes;
    }

    void read() throws IOException {
        try {
            if (channel.read(buffer) < 0) {
                channel.close();
                return;
            }
            buffer.flip();
            while (next()) {
                // there may be more
            }
            buffer.compact();
        } catch (IOException e) {
            // reset by the other side, as happens when it is killed
            channel.close();
        }
    }

    /** One more byte, if this is one that trickles. */
    void trickle() {
        if (trickled < 0) {
            return;
        }
        byte[] one = {trickled < TRICKLE.length ? TRICKLE[trickled] : (byte) 'x'};
        trickled++;
        try {
            write(one);
        } catch (IOException e) {
            // the other side had enough
            trickled = -1;
        }
    }

    private boolean next() throws IOException {
        byte[] bytes = Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = text.substring(0, end + 2);
        int length = Integer.parseInt(header(head, "content-length", "0"));
        int from = end + 4;
        if (bytes.length < from + length) {
            return false;
        }
        buffer.position(buffer.position() + from + length);
        String path = head.substring(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
        received(inboxes.apply(path), header(head, "webhook-id", ""), Arrays.copyOfRange(bytes, from, from + length));
        return true;
    }

    private void received(Inbox inbox, String id, byte[] body) throws IOException {
        Answer answer = inbox.answer();
        inbox.add(new Receipt(Event.of(body), id, Event.checksum(body), answer.status(), System.nanoTime()));
        switch (answer) {
            case OK -> write(OK);
            case FAIL -> write(FAILED);
            case HANG -> trickled = -1;
            case TRICKLE -> trickled = 0;
        }
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private static String header(String head, String name, String otherwise) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
        if (at < 0) {
            return otherwise;
        }
        int from = at + name.length() + 3;
        return head.substring(from, head.indexOf("\r\n", from)).trim();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
