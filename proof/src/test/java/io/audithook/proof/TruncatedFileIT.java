/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * L3: files of endpoints that somebody has written in part, plain and typed ones, cut off anywhere before the last of what is required:
 * the endpoints go on as they were. After a kill -9 meanwhile their events wait until the files are whole. Promises P2, P7.
 */
class TruncatedFileIT {

    private static final int ENDPOINTS = 20;
    private static final int ROUNDS = Proof.size(1, 50);

    /** Required, and the last, so that a file that is cut off before it is never right by chance. */
    private static final String LAST = "url";

    @TempDir
    Path folder;

    private int events;

    @Test
    void endpoints_whoseFilesAreCutOff_goOnAsTheyWere() throws Exception {
        Proof proof = new Proof("L3");
        SplittableRandom random = new SplittableRandom(proof.seed());
        Home home = new Home(folder.resolve("home"));
        home.allowLoopback();
        home.configure("io.audithook.metrics");
        Ledger ledger = new Ledger();
        try (Receiver receiver = new Receiver()) {
            List<Inbox> inboxes = IntStream.range(0, ENDPOINTS)
                    .mapToObj(i -> receiver.inbox(name(i)))
                    .toList();
            writeAll(home, receiver);
            try (Launcher launcher = Launcher.start(home)) {
                URI address = launcher.awaitReady();
                for (int round = 0; round < ROUNDS; round++) {
                    awaitAll(address, "active");
                    cutAll(home, receiver, random);
                    awaitAll(address, "invalid");
                    deliver(address, ledger, inboxes);
                    writeAll(home, receiver);
                    awaitAll(address, "active");
                    deliver(address, ledger, inboxes);
                }
                cutAll(home, receiver, random);
                awaitAll(address, "invalid");
                launcher.kill();
            }
            try (Launcher launcher = Launcher.start(home)) {
                URI address = launcher.awaitReady();
                awaitAll(address, "invalid");
                accept(address, ledger);
                writeAll(home, receiver);
                inboxes.forEach(inbox -> Proof.arrival(ledger, inbox));
                launcher.assertAlive();
            }
            proof.say("%d files cut off, %d events at each of them", (ROUNDS + 1) * ENDPOINTS, events);
            for (Inbox inbox : inboxes) {
                new Checker().check(ledger.all(), inbox.receipts()).assertClean();
            }
        }
    }

    private static void writeAll(Home home, Receiver receiver) throws IOException {
        for (int i = 0; i < ENDPOINTS; i++) {
            home.write(file(i), text(i, receiver));
        }
    }

    private static void cutAll(Home home, Receiver receiver, SplittableRandom random) throws IOException {
        for (int i = 0; i < ENDPOINTS; i++) {
            String text = text(i, receiver);
            home.write(file(i), text.substring(0, random.nextInt(text.indexOf(LAST) + LAST.length())));
        }
    }

    private static String text(int number, Receiver receiver) {
        String url = receiver.uri(name(number)).toString();
        return isTyped(number)
                ? "start=\"earliest\"\nconcurrency=I\"4\"\ngzip=B\"false\"\nauth.type=\"bearer\"\nauth.token=\"secret\"\n"
                        + "headers=[ \\\n  \"X-First: 1\", \\\n  \"X-Second: 2\", \\\n  ]\n" + LAST + "=\"" + url
                        + "\"\n"
                : "# a comment\nstart = earliest\nconcurrency = 4\nauth.type = bearer\nauth.token = secret\n"
                        + "retry.schedule = 50 ms, \\\n  100 ms\nheaders = X-First: 1, X-Second: 2\n" + LAST + " = "
                        + url
                        + "\n";
    }

    private static String file(int number) {
        return "io.audithook.endpoint-" + name(number) + (isTyped(number) ? ".config" : ".cfg");
    }

    private static boolean isTyped(int number) {
        return number % 2 == 1;
    }

    private static String name(int number) {
        return "cut" + number;
    }

    private void deliver(URI address, Ledger ledger, List<Inbox> inboxes) throws IOException, InterruptedException {
        Event event = accept(address, ledger);
        Proof.eventually(event + " arrives", () -> inboxes.stream().allMatch(inbox -> inbox.has(event)));
    }

    private Event accept(URI address, Ledger ledger) throws IOException, InterruptedException {
        Event event = new Event(0, ++events);
        ledger.add(new Accepted(event, new Intake(address).accept(event), System.nanoTime()));
        return event;
    }

    private static void awaitAll(URI address, String state) {
        Scrape scrape = new Scrape(address);
        for (int i = 0; i < ENDPOINTS; i++) {
            String name = name(i);
            Proof.eventually(name + " is " + state, () -> scrape.isIn(state, name));
        }
    }
}
