/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server of another make, such as nginx or squid, as a process in the foreground. It is there when it takes connections, and gone,
 * with its children, after {@link #close()}.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;

    /** Where programs are that are not for everybody. */
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Where a program is; empty if it is not installed. */
    public static Optional<Path> find(String program) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)), SYSTEM_FOLDERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A port that nobody has at the moment.
     *
     * @throws IOException if there is none
     */
    public static int freePort(InetAddress address) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, address)) {
            return free.getLocalPort();
        }
    }

    /**
     * Starts a server. Returns when it takes connections.
     *
     * @param folder its working directory, where its output goes as well
     * @param environment what is added to that of this process
     * @param where what it listens on
     * @param command a program and its arguments
     * @throws IOException with its output, if it ends at once or does not listen in time
     */
    public static ServerProcess start(
            Path folder, Map<String, String> environment, List<InetSocketAddress> where, List<String> command)
            throws IOException {
        Path output = Files.createTempFile(folder, "output", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(builder.start(), output);
        try {
            server.awaitListening(where);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException(command.get(0) + " does not start: " + server.output(), e);
        }
        return server;
    }

    /** What it has printed. */
    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /**
     * Types to it.
     *
     * @throws IOException if it has ended
     */
    public void type(String text) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(StandardCharsets.ISO_8859_1));
        input.flush();
    }

    /** Asks it to end, makes it if it does not, and waits for it. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        process.onExit().join();
    }

    private void awaitListening(List<InetSocketAddress> where) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (InetSocketAddress address : where) {
            while (!isListening(address)) {
                if (hasEnded() || System.nanoTime() > end) {
                    throw new IOException("nobody listens on " + address);
                }
            }
        }
    }

    private boolean hasEnded() throws IOException {
        try {
            return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static boolean isListening(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            // not yet
            return false;
        }
    }
}
