/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

/**
 * What the command line asks for.
 *
 * @param mode what to do
 * @param home the home, if one was named
 * @param config the HOCON file, if one was named; the one to check
 * @param http where our HTTP service is to listen, if it was said; port 0 for any that is free
 * @param port where the sample receiver is to listen
 */
record Options(Mode mode, Optional<Path> home, Optional<Path> config, Optional<InetSocketAddress> http, int port) {

    static final String USAGE = """
            Usage: java -jar audithook.jar [--home DIR] [--config FILE] [--http HOST:PORT] [demo]
                   java -jar audithook.jar check FILE
                   java -jar audithook.jar verify [--home DIR]
                   java -jar audithook.jar receiver [--port N]

              --home DIR         keeps etc/, deploy/ and data/ (default: audithook-home)
              --config FILE      the HOCON file (default: etc/application.conf of the home)
              --http HOST:PORT   where events are taken (default: 127.0.0.1:8080; port 0: any that is free)
              demo               delivers two example events to a receiver of its own, then ends
              check FILE         prints what the HOCON file would become, and all that is wrong with it; changes nothing
              verify             counts what has become of every stored event, while nothing else runs
              receiver           only prints what it gets
              --port N           where the receiver listens (default: 5000; 0: any that is free)""";

    /** What to do. */
    enum Mode {
        /** Run until stopped. */
        RUN,
        /** Show two events arriving, then end. */
        DEMO,
        /** Say what a file would become. */
        CHECK,
        /** Count what has become of every stored event. */
        VERIFY,
        /** Only the sample receiver. */
        RECEIVER,
        /** Say how it is used. */
        HELP
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException naming the argument and the rule
     */
    static Options parse(String... args) {
        Mode mode = Mode.RUN;
        Optional<Path> home = Optional.empty();
        Optional<Path> config = Optional.empty();
        Optional<InetSocketAddress> http = Optional.empty();
        Optional<Integer> port = Optional.empty();
        Optional<Path> file = Optional.empty();
        Queue<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            String arg = rest.remove();
            switch (arg) {
                case "--home" -> home = Optional.of(path(arg, value(arg, rest)));
                case "--config" -> config = Optional.of(path(arg, value(arg, rest)));
                case "--http" -> http = Optional.of(address(value(arg, rest)));
                case "--port" -> port = Optional.of(port(arg, value(arg, rest)));
                case "--help", "-h" -> mode = Mode.HELP;
                case "demo", "receiver", "verify", "check" -> {
                    if (mode != Mode.RUN) {
                        throw new IllegalArgumentException(arg + ": only one of demo, receiver, verify and check");
                    }
                    mode = Mode.valueOf(arg.toUpperCase(Locale.ROOT));
                    if (mode == Mode.CHECK) {
                        file = Optional.of(path(arg, value(arg, rest)));
                    }
                }
                default -> throw new IllegalArgumentException(arg + ": unknown argument");
            }
        }
        if (port.isPresent() && mode != Mode.RECEIVER) {
            throw new IllegalArgumentException("--port: only with receiver");
        }
        if (mode == Mode.RECEIVER && (home.isPresent() || config.isPresent() || http.isPresent())) {
            throw new IllegalArgumentException("receiver: only --port goes with it");
        }
        if (mode == Mode.VERIFY && (config.isPresent() || http.isPresent())) {
            throw new IllegalArgumentException("verify: only --home goes with it");
        }
        if (mode == Mode.DEMO && config.isPresent()) {
            throw new IllegalArgumentException("demo: has a configuration of its own, --config does not go with it");
        }
        if (mode == Mode.CHECK && (home.isPresent() || config.isPresent() || http.isPresent())) {
            throw new IllegalArgumentException("check: only a file goes with it");
        }
        return new Options(mode, home, file.isPresent() ? file : config, http, port.orElse(5000));
    }

    private static String value(String option, Queue<String> rest) {
        if (rest.isEmpty() || rest.peek().startsWith("--")) {
            throw new IllegalArgumentException(option + ": needs a value");
        }
        return rest.remove();
    }

    private static Path path(String option, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(option + " " + value + ": is no path", e);
        }
    }

    private static int port(String option, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " " + value + ": the port must be 0 to 65535", e);
        }
        throw new IllegalArgumentException(option + " " + value + ": the port must be 0 to 65535");
    }

    @SuppressWarnings("AddressSelection") // one address to listen on is what was asked for
    private static InetSocketAddress address(String value) {
        int colon = value.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--http " + value + ": must be HOST:PORT");
        }
        String host = value.substring(0, colon);
        int port = port("--http", value.substring(colon + 1));
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("--http " + value + ": the host " + host + " is not known");
        }
        return address;
    }
}
