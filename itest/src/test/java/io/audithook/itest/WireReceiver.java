/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A receiver that splits what arrives into requests as the bytes have it, and forgives nothing: whatever looks like a line or
 * a request is one. Says 200 to all.
 */
final class WireReceiver implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final String END = "\r\n\r\n";
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final List<Socket> connections = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();

    WireReceiver() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/hook";
    }

    /** Waits until what has arrived is as wanted; gives it. */
    List<Arrival> await(Predicate<List<Arrival>> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (arrivals) {
            while (!wanted.test(arrivals)) {
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (millis <= 0) {
                    throw new AssertionError(
                            "After " + PATIENCE_SECONDS + " s only " + arrivals.size() + " requests have arrived");
                }
                arrivals.wait(millis);
            }
            return List.copyOf(arrivals);
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                synchronized (connections) {
                    connections.add(socket);
                }
                start(() -> read(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void read(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
                Arrival arrival = new Arrival(head, "");
                String body = new String(
                        in.readNBytes(Integer.parseInt(arrival.header("content-length"))), StandardCharsets.UTF_8);
                arrived(new Arrival(head, body));
                socket.getOutputStream().write(OK);
            }
        } catch (IOException e) {
            // the other side has enough of it
        }
    }

    private void arrived(Arrival arrival) {
        synchronized (arrivals) {
            arrivals.add(arrival);
            arrivals.notifyAll();
        }
    }

    /** The lines up to an empty one, whatever ends them; none at the end of the connection. */
    private static List<String> head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            text.append((char) b);
            if (b == '\n' && text.lastIndexOf(END) == text.length() - END.length()) {
                return List.of(text.substring(0, text.length() - END.length()).split("\r\n|\r|\n", -1));
            }
        }
        return text.isEmpty() ? List.of() : List.of("incomplete: " + text);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (connections) {
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }

    /**
     * One request.
     *
     * @param head its first line and its headers
     */
    record Arrival(List<String> head, String body) {

        /** The names of the headers in small letters, as often as they are there. */
        List<String> names() {
            return head.stream()
                    .skip(1)
                    .map(line ->
                            line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT))
                    .toList();
        }

        /** The value of a header, its name in small letters; 0 if there is none. */
        String header(String name) {
            int at = names().indexOf(name);
            return at < 0 ? "0" : head.get(at + 1).substring(name.length() + 1).strip();
        }
    }
}
