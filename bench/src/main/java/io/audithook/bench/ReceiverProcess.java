/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The {@link CountingReceiver} in its own process. */
final class ReceiverProcess implements AutoCloseable {

    private final String scheme;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final int port;
    private final Semaphore counting = new Semaphore(0);
    private final Object progress = new Object();
    private long left;

    /** @param arguments of {@link CountingReceiver#main} */
    ReceiverProcess(String... arguments) throws IOException {
        scheme = arguments.length == 0 ? "http" : "https";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                CountingReceiver.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        port = Integer.parseInt(out.readLine());
        Thread reader = new Thread(this::read, "receiver-progress");
        reader.setDaemon(true);
        reader.start();
    }

    URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + port + "/hook");
    }

    /** Counts from now on, to this number. */
    void expect(long number) throws IOException, InterruptedException {
        in.write(number + "\n");
        in.flush();
        counting.acquire();
    }

    /** Returns when no more than this many are still to come. */
    void awaitLeft(long number) throws InterruptedException {
        synchronized (progress) {
            while (left > number) {
                progress.wait();
            }
        }
    }

    private void read() {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                boolean starts = line.startsWith(CountingReceiver.STARTED);
                synchronized (progress) {
                    left = Long.parseLong(starts ? line.substring(CountingReceiver.STARTED.length()) : line);
                    progress.notifyAll();
                }
                if (starts) {
                    counting.release();
                }
            }
        } catch (IOException e) {
            System.err.println("The receiver cannot be heard: " + e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
