/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import io.audithook.examples.receiver.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Starts Audithook, its demo, or the sample receiver alone; or verifies what is stored, or checks a file. */
public final class Main {

    private Main() {}

    /** Exit codes: 0 done, 1 failed with a line that says why, 2 wrong arguments, or nothing to verify. */
    public static void main(String[] args) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        try {
            int status = switch (options.mode()) {
                case HELP -> {
                    System.out.println(Options.USAGE);
                    yield 0;
                }
                case CHECK -> ConfigCheck.run(options.config().orElseThrow());
                case VERIFY -> OutboxCheck.run(Home.directory(options.home()));
                case RECEIVER -> receive(options.port());
                case DEMO -> new Demo(options).run();
                case RUN -> run(options);
            };
            System.exit(status);
        } catch (LaunchException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static int run(Options options) throws InterruptedException {
        Home home = Home.prepare(options.home(), options.config());
        try (Container container = Container.start(home, options.http())) {
            container.reportReady(System.out, System.err);
            return container.waitForStop();
        }
    }

    private static int receive(int port) throws InterruptedException {
        Consumer<String> print = System.out::println;
        try (Receiver receiver = new Receiver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), print)) {
            System.out.println("receiver listening on http://127.0.0.1:" + receiver.port() + "/");
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            throw new LaunchException("Port " + port + " of 127.0.0.1 is taken; choose another with --port N", e);
        }
    }
}
