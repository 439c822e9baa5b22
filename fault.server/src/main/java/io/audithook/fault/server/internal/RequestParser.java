/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks for requests in what the client sends, whatever the script makes of it. It is lenient: it is to see what a
 * receiver could have seen.
 */
final class RequestParser {

    /** Hears of requests. */
    interface Listener {

        /** The headers of a request have come. */
        void head();

        /** A request has come as a whole. */
        void request(String requestLine, List<Header> headers, byte[] body, long bodyLength);

        /** How many bytes of a body are worth keeping. */
        int room();
    }

    private enum State {
        REQUEST_LINE,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        NOT_HTTP
    }

    /** Where a request's headers end in the stream, and where it ends itself; -1 while that is not known. */
    private static final class Mark {
        private final String requestLine;
        private final long headersEnd;
        private long end = -1;

        Mark(String requestLine, long headersEnd) {
            this.requestLine = requestLine;
            this.headersEnd = headersEnd;
        }
    }

    static final long UNKNOWN = Long.MAX_VALUE;

    private static final int MAX_HEAD_BYTES = 1 << 20;
    private static final Pattern REQUEST_LINE = Pattern.compile("\\S+ \\S+ HTTP/\\d\\.\\d");

    private final Listener listener;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    private List<Header> headers = new ArrayList<>();
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private State state = State.REQUEST_LINE;
    private String requestLine = "";
    private long position;
    private int headBytes;
    private long left;
    private long bodyLength;

    RequestParser(Listener listener) {
        this.listener = listener;
    }

    /** Starts afresh with the next byte. */
    void restart() {
        state = State.REQUEST_LINE;
        line.reset();
    }

    boolean notHttp() {
        return state == State.NOT_HTTP;
    }

    /** The first request whose headers end after a place; empty if there is none yet. */
    Optional<String> requestLine(long after) {
        return marks.stream()
                .filter(mark -> mark.headersEnd > after)
                .map(mark -> mark.requestLine)
                .findFirst();
    }

    /** Where the headers of the first request end whose headers end after a place; {@link #UNKNOWN} if unknown yet. */
    long headersEnd(long after) {
        for (Mark mark : marks) {
            if (mark.headersEnd > after) {
                return mark.headersEnd;
            }
        }
        return UNKNOWN;
    }

    /** Where the first request ends that ends after a place; {@link #UNKNOWN} if unknown yet. */
    long requestEnd(long after) {
        for (Mark mark : marks) {
            if (mark.end > after) {
                return mark.end;
            }
        }
        return UNKNOWN;
    }

    /** Forgets where requests were that end before a place. */
    void forget(long before) {
        while (!marks.isEmpty() && marks.peek().end >= 0 && marks.peek().end <= before) {
            marks.remove();
        }
    }

    void feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            switch (state) {
                case NOT_HTTP -> {
                    position += in.remaining();
                    in.position(in.limit());
                }
                case BODY, CHUNK -> bulk(in);
                default -> {
                    byte next = in.get();
                    position++;
                    if (next == '\n') {
                        line();
                    } else if (headBytes + line.size() > MAX_HEAD_BYTES) {
                        state = State.NOT_HTTP;
                    } else {
                        line.write(next);
                    }
                }
            }
        }
    }

    private void bulk(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        int kept = Math.max(0, Math.min(count, listener.room() - body.size()));
        byte[] some = new byte[kept];
        in.get(some);
        in.position(in.position() + count - kept);
        body.writeBytes(some);
        position += count;
        bodyLength += count;
        left -= count;
        if (left == 0) {
            if (state == State.BODY) {
                complete();
            } else {
                state = State.CHUNK_END;
            }
        }
    }

    private void line() {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        headBytes += text.length();
        switch (state) {
            case REQUEST_LINE -> requestLine(text);
            case HEADERS -> header(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> state = State.CHUNK_SIZE;
            default -> {
                if (text.isEmpty()) {
                    complete();
                }
            }
        }
    }

    private void requestLine(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!REQUEST_LINE.matcher(text).matches()) {
            state = State.NOT_HTTP;
            return;
        }
        requestLine = text;
        headers = new ArrayList<>();
        body = new ByteArrayOutputStream(0);
        headBytes = text.length();
        bodyLength = 0;
        state = State.HEADERS;
    }

    private void header(String text) {
        int colon = text.indexOf(':');
        if (colon > 0) {
            headers.add(new Header(
                    text.substring(0, colon).strip(), text.substring(colon + 1).strip()));
        }
        if (!text.isEmpty()) {
            return;
        }
        marks.add(new Mark(requestLine, position));
        listener.head();
        if (value("Transfer-Encoding").toLowerCase(Locale.ROOT).endsWith("chunked")) {
            state = State.CHUNK_SIZE;
            return;
        }
        String length = value("Content-Length");
        left = length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
        state = State.BODY;
        if (left == 0) {
            complete();
        }
    }

    private String value(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    private void chunkSize(String text) {
        headBytes = 0;
        String size = text.replaceFirst(";.*", "").strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            state = State.NOT_HTTP;
            return;
        }
        left = Long.parseLong(size, 16);
        state = left == 0 ? State.TRAILERS : State.CHUNK;
    }

    private void complete() {
        marks.getLast().end = position;
        state = State.REQUEST_LINE;
        headBytes = 0;
        listener.request(requestLine, headers, body.toByteArray(), bodyLength);
        body = new ByteArrayOutputStream(0);
    }
}
