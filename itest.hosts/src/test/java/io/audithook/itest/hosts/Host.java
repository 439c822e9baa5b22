/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A framework of others in a process of its own, with an HTTP service, and a folder {@code load} into which files are dropped. */
final class Host implements AutoCloseable {

    /** The last one of Felix whose only servlet API is that of before Jakarta. */
    static final String JETTY_9 = "jetty9";

    /** The one of Equinox, which has stayed with that API. */
    static final String JETTY_12_1 = "jetty12.1";

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Path ARTIFACTS = Path.of(System.getProperty("hosts.dir"));
    private static final Pattern PORT =
            Pattern.compile("Started (?:Jetty .*HTTP:|.*ServerConnector.*\\{127\\.0\\.0\\.1:)(\\d+)");

    private final Path folder;
    private final Path output;
    private final Process process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Host(Path folder, List<String> framework) throws IOException {
        this.folder = folder;
        this.output = folder.resolve("output.txt");
        Files.createDirectories(load());
        List<String> command = new ArrayList<>(List.of(
                java("java"),
                // soon there, and not the fastest later
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.osgi.service.http.port=0",
                "-Dorg.apache.felix.http.host=127.0.0.1",
                "-Dorg.eclipse.equinox.http.jetty.http.host=127.0.0.1",
                "-Dfelix.fileinstall.dir=" + load(),
                "-Dfelix.fileinstall.poll=200",
                "-Dfelix.fileinstall.noInitialDelay=true",
                "-Dfelix.fileinstall.enableConfigSave=false"));
        command.addAll(framework);
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /**
     * Felix as its project ships it.
     *
     * @param jetty the folder with the HTTP service
     */
    static Host felix(Path folder, String jetty) throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                folder.resolve("conf/config.properties"),
                "felix.auto.start.1=" + locations(logging(), "") + "\nfelix.auto.start.2="
                        + locations(others(jetty), "") + "\norg.osgi.framework.startlevel.beginning=2\n");
        return new Host(
                folder, List.of("-jar", framework("org.apache.felix.main").toString()));
    }

    /** Equinox as its project ships it. */
    static Host equinox(Path folder, String jetty) throws IOException {
        Path configuration = Files.createDirectories(folder.resolve("configuration"));
        Files.writeString(
                configuration.resolve("config.ini"),
                "osgi.bundles=" + locations(logging(), "@1:start,") + locations(others(jetty), "@2:start,")
                        + "\nosgi.startLevel=2\neclipse.ignoreApp=true\nosgi.noShutdown=true\n");
        return new Host(
                folder,
                List.of("-jar", framework("org.eclipse.osgi").toString(), "-configuration", configuration.toString()));
    }

    /** They are to be there before others log. */
    private static List<Path> logging() throws IOException {
        return list(ARTIFACTS.resolve("logging"));
    }

    private static List<Path> others(String jetty) throws IOException {
        List<Path> all = new ArrayList<>(list(ARTIFACTS.resolve("common")));
        if (!List.of(JETTY_9, JETTY_12_1).contains(jetty)) {
            all.addAll(list(ARTIFACTS.resolve("jakarta")));
        }
        all.addAll(list(ARTIFACTS.resolve(jetty)));
        return all;
    }

    private static String locations(List<Path> bundles, String suffix) {
        return bundles.stream().map(bundle -> bundle.toUri() + suffix).collect(Collectors.joining(" "));
    }

    private static Path framework(String name) throws IOException {
        return list(ARTIFACTS.resolve("framework")).stream()
                .filter(jar -> jar.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private Path load() {
        return folder.resolve("load");
    }

    /** Puts a file into the folder, whole. */
    void drop(Path file) throws IOException {
        Path half = Files.copy(file, folder.resolve("half"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, load().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts a configuration into the folder. */
    void configure(String name, String text) throws IOException {
        Path half = Files.writeString(folder.resolve("half"), text);
        Files.move(half, load().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives all bundles in the folder a newer date, which makes them updates. */
    void touchBundles() throws IOException {
        for (Path bundle : list(load())) {
            Files.setLastModifiedTime(bundle, FileTime.from(Instant.now().plusSeconds(10)));
        }
    }

    /** Takes everything out of the folder. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(load())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** The status with which its HTTP service answers a POST; empty if nobody answers. */
    Optional<Integer> post(String path, String json) {
        return send(
                        path,
                        request -> request.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json)))
                .map(HttpResponse::statusCode);
    }

    /** What its HTTP service answers to a GET; nothing if nobody answers. */
    String get(String path) {
        return send(path, HttpRequest.Builder::GET).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> send(String path, UnaryOperator<HttpRequest.Builder> method) {
        return port().flatMap(port -> {
            HttpRequest request = method.apply(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)))
                    .timeout(PATIENCE)
                    .build();
            try {
                return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        });
    }

    /** Where its HTTP service listens, which it says more than once when it is restarted. */
    private Optional<String> port() {
        return PORT.matcher(output()).results().map(found -> found.group(1)).reduce((first, second) -> second);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of its threads. */
    List<String> threads() throws IOException, InterruptedException {
        Path dump = folder.resolve("threads.txt");
        Process jcmd = new ProcessBuilder(java("jcmd"), Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(dump.toFile())
                .start();
        jcmd.waitFor();
        return Pattern.compile("(?m)^\"([^\"]*)\"")
                .matcher(Files.readString(dump))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** How many sockets it has open; 0 where that cannot be seen. */
    long sockets() throws IOException {
        Path open = Path.of("/proc", Long.toString(process.pid()), "fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.filter(Host::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            // closed meanwhile
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void await(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process.isAlive() || condition.call());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within " + PATIENCE + ": " + what + "\n" + output(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("The framework ended:\n" + output());
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(null, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}
