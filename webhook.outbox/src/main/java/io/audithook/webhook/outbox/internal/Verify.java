/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Verification;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies an outbox that is not in use, from the command line: prints a line for each endpoint and each problem. Changes
 * nothing.
 */
public final class Verify {

    private static final int SOUND = 0;
    private static final int PROBLEMS = 1;
    private static final int USAGE = 2;

    private Verify() {}

    /**
     * Exits with 0 if the outbox is sound, 1 if not, 2 if there is nothing to verify.
     *
     * @param arguments the directory of the outbox
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        if (arguments.length != 1) {
            out.println("Usage: Verify DIRECTORY, where the files of an outbox are that is not in use");
            return USAGE;
        }
        Path directory = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path file = directory.resolve(StoreDirectory.DATABASE);
        Path lockFile = directory.resolve(StoreDirectory.LOCK);
        Optional<HeadMark.Mark> mark = HeadMark.read(directory.resolve(StoreDirectory.HEAD));
        if (!Files.exists(file)) {
            if (!Files.notExists(file)) {
                return forbidden(file.toString(), out);
            }
            out.println(
                    mark.isEmpty()
                            ? "There is no outbox in " + directory
                            : "problem: " + file + " is missing; entries up to position "
                                    + mark.get().position()
                                    + " were accepted, and what was not delivered of them is gone");
            return mark.isEmpty() ? USAGE : PROBLEMS;
        }
        try {
            if (!Files.exists(lockFile)) {
                // nobody who has it open in good order is without
                return verify(file, mark, out);
            }
            DirectoryLock lock = DirectoryLock.take(directory, lockFile);
            try {
                return verify(file, mark, out);
            } finally {
                lock.close();
            }
        } catch (AccessDeniedException e) {
            return forbidden(e.getFile(), out);
        } catch (IOException | OutboxException e) {
            out.println(e.getMessage());
            return PROBLEMS;
        }
    }

    private static int forbidden(String file, PrintStream out) {
        out.println(file + " must not be opened by this user; verify it as the one that Audithook runs as");
        return PROBLEMS;
    }

    private static int verify(Path file, Optional<HeadMark.Mark> mark, PrintStream out) throws IOException {
        Path log = StoreDirectory.beside(file, "-wal");
        Path index = StoreDirectory.beside(file, "-shm");
        boolean hadLog = Files.exists(log) && Files.size(log) > 0;
        boolean hadIndex = Files.exists(index);
        LogRepair repair = new LogRepair(log);
        boolean damaged = repair.examine() == LogRepair.Finding.IN_THE_MIDDLE;
        if (damaged) {
            out.println("problem: the log " + log + " is damaged at frame " + repair.damagedFrame() + " of "
                    + repair.lastFrame()
                    + ", and what is behind that is not seen here; Audithook mends it when it starts");
        }
        try (Store store = Store.openUntouched(file, hadLog)) {
            store.holdState();
            return print(new Verifier(store, mark).verify(), damaged ? 1 : 0, out);
        } catch (SQLException | OutboxException e) {
            out.println("problem: " + e.getMessage());
            mark.filter(found -> found.position() > 0)
                    .ifPresent(found -> out.println("problem: entries up to position " + found.position()
                            + " were accepted; what was not delivered of them is not there, or cannot be read"));
            return PROBLEMS;
        } finally {
            if (!hadIndex) {
                Files.deleteIfExists(index);
            }
        }
    }

    /** @param told how many problems were printed before */
    private static int print(Verification verification, int told, PrintStream out) {
        new TreeMap<>(verification.lanes()).forEach((endpoint, stats) -> out.println(line(endpoint, stats)));
        verification.problems().forEach(problem -> out.println("problem: " + problem));
        int problems = told + verification.problems().size();
        out.println(verification.entries() + " entries, "
                + switch (problems) {
                    case 0 -> "no problem";
                    case 1 -> "1 problem";
                    default -> problems + " problems";
                });
        return problems == 0 ? SOUND : PROBLEMS;
    }

    private static String line(String endpoint, LaneStats stats) {
        return "endpoint=" + endpoint + " accepted=" + stats.accepted() + " delivered=" + stats.delivered()
                + " filtered=" + stats.filtered() + " dead=" + stats.dead() + " damaged=" + stats.damaged() + " lost="
                + stats.lost() + " pending=" + stats.pending() + " parked=" + stats.parked() + " missing="
                + stats.missing();
    }
}
