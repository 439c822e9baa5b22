/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The launcher as a user starts it: a process of its own, in a folder of its own. */
final class LauncherProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private LauncherProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static LauncherProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // soon there, and not the fastest later
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("audithook.jar")));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new LauncherProcess(process, output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is ready; gives where events are taken. */
    URI awaitReady() {
        return URI.create(awaitLine("listening on "));
    }

    /** Waits for a line that begins so; gives the rest of it. */
    String awaitLine(String start) {
        await("a line \"" + start + "\" in the output of the launcher")
                .atMost(PATIENCE)
                .until(() -> line(start).isPresent() || !process.isAlive());
        return line(start)
                .orElseThrow(
                        () -> new AssertionError("The launcher ended with " + process.exitValue() + ":\n" + output()));
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The launcher does not end:\n" + output());
        }
        return process.exitValue();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private Optional<String> line(String start) {
        return output().lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }
}
