/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The launcher's jar, run as a user runs it. */
final class Launcher implements AutoCloseable {

    static final String[] SOON_THERE = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String READY = "listening on ";

    private final Process process;
    private final Path output;
    private final long started = System.nanoTime();
    private volatile URI address;

    private Launcher(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it, with a JVM that is soon there and not the fastest later. */
    static Launcher start(Home home) throws IOException {
        return start(List.of(), home, SOON_THERE);
    }

    /** Starts it by way of a program that runs the command after its own arguments. */
    static Launcher start(List<String> by, Home home, String... jvm) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvm));
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                System.getProperty("audithook.jar"),
                "--home",
                home.folder().toString(),
                "--http",
                "127.0.0.1:0"));
        Path output = Files.createTempFile("proof", ".txt");
        output.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Launcher(process, output);
    }

    /** Waits until it takes events; gives where. */
    URI awaitReady() {
        Proof.eventually("the launcher is ready", PATIENCE, () -> address().isPresent() || !process.isAlive());
        return address()
                .orElseThrow(
                        () -> new AssertionError("The launcher ended with " + process.exitValue() + ":\n" + output()));
    }

    /** Where it takes events, once it does. */
    Optional<URI> address() {
        if (address == null) {
            address = output().lines()
                    .filter(line -> line.startsWith(READY))
                    .map(line -> URI.create(line.substring(READY.length())))
                    .findFirst()
                    .orElse(null);
        }
        return Optional.ofNullable(address);
    }

    /** When it was started, on the clock of {@link System#nanoTime}. */
    long startedNanos() {
        return started;
    }

    /** Returns when it is gone. */
    void kill() {
        java().destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM. Returns when it is gone. */
    void terminate() {
        java().destroy();
        process.onExit().join();
    }

    /** SIGSTOP. */
    void freeze() throws IOException {
        Tools.run("kill", "-STOP", Long.toString(java().pid()));
    }

    /** SIGCONT. */
    void thaw() throws IOException {
        Tools.run("kill", "-CONT", Long.toString(java().pid()));
    }

    void assertAlive() {
        assertThat(process.isAlive())
                .as(() -> "the launcher runs:\n" + output())
                .isTrue();
    }

    int threads() throws IOException {
        return status("Threads:");
    }

    int residentKibibytes() throws IOException {
        return status("VmRSS:");
    }

    int files() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(java().pid()), "fd"))) {
            return (int) open.count();
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** The JVM itself, which a program such as strace has as its child. */
    private ProcessHandle java() {
        return process.children().findFirst().orElse(process.toHandle());
    }

    private int status(String item) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(java().pid()), "status")).stream()
                .filter(line -> line.startsWith(item))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
