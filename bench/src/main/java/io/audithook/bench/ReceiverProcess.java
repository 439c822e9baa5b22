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

/** The {@link CountingReceiver} in its own process. */
final class ReceiverProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final int port;

    ReceiverProcess() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountingReceiver.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        port = Integer.parseInt(out.readLine());
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/hook");
    }

    /** Counts from now on, to this number. */
    void expect(long number) throws IOException {
        in.write(number + "\n");
        in.flush();
        read("counting");
    }

    /** Returns when all that was expected has arrived. */
    void awaitAll() throws IOException {
        read("done");
    }

    private void read(String wanted) throws IOException {
        String line = out.readLine();
        if (!wanted.equals(line)) {
            throw new IOException("The receiver said " + line + " in place of " + wanted);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
