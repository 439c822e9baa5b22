/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.InvalidAuditEventException;
import io.audithook.audit.api.Receipt;
import io.audithook.audit.http.internal.LineReader.LineTooLongException;
import io.audithook.audit.model.AuditEventJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Records one body of JSON lines in groups, one after the other: while one becomes durable, the next is read. Stops at
 * the first line that is not in order, or the first group that is refused; what comes before is stored, what comes
 * after is not.
 */
final class LinesIntake {

    private static final int GROUP_EVENTS = 256;
    private static final int GROUP_BYTES = 1 << 20;

    private final AuditTrail trail;
    private final AuditEventJson json;
    private final Duration timeout;
    private final int maxEventBytes;

    private final List<String> ids = new ArrayList<>();
    private Optional<Group> underWay = Optional.empty();
    private Optional<Problem> problem = Optional.empty();
    private boolean refused;
    private long lastStoredLine;

    LinesIntake(AuditTrail trail, AuditEventJson json, IntakeSettings settings) {
        this.trail = trail;
        this.json = json;
        this.timeout = settings.timeout();
        this.maxEventBytes = settings.maxEventBytes();
    }

    /** Reads to the end, or to what stops it; returns when all that was recorded is durable. */
    void run(LineReader lines) throws IOException, InterruptedException {
        List<AuditEvent> group = new ArrayList<>();
        long number = 0;
        int bytes = 0;
        while (problem.isEmpty()) {
            byte[] line;
            try {
                line = lines.next();
            } catch (LineTooLongException e) {
                stop(number + 1, tooLarge());
                break;
            }
            if (line == null) {
                break;
            }
            number++;
            if (isBlank(line)) {
                continue;
            }
            try {
                group.add(json.read(line, Optional.empty()));
            } catch (InvalidAuditEventException e) {
                stop(number, Problem.of(e));
                number--;
                break;
            }
            bytes += line.length;
            if (group.size() >= GROUP_EVENTS || bytes >= GROUP_BYTES) {
                submit(group, number);
                group = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!group.isEmpty()) {
            submit(group, number);
        }
        await();
    }

    /** The ids of what is stored, in the order of the lines. */
    List<String> ids() {
        return ids;
    }

    /** Why not all is stored; tells from which line on nothing is, and the ids of those before. */
    Optional<Problem> problem() {
        return problem.map(p -> p.with("stored", ids.size())
                .with("lastStoredLine", lastStoredLine)
                .with("ids", List.copyOf(ids)));
    }

    /** Nothing that comes after a refused group may be stored, so the one before must be durable first. */
    private void submit(List<AuditEvent> group, long lastLine) throws InterruptedException {
        await();
        if (!refused) {
            underWay = Optional.of(new Group(trail.record(group).toCompletableFuture(), lastLine));
        }
    }

    private void await() throws InterruptedException {
        if (underWay.isEmpty()) {
            return;
        }
        Group group = underWay.get();
        underWay = Optional.empty();
        try {
            List<Receipt> receipts = group.stored().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            receipts.forEach(receipt -> ids.add(receipt.eventId()));
            lastStoredLine = group.lastLine();
        } catch (ExecutionException e) {
            refuse(Problem.of(e));
        } catch (TimeoutException e) {
            refuse(Intake.timedOut(timeout));
        }
    }

    /** It concerns earlier lines than a line that is not in order, so it is the one to tell. */
    private void refuse(Problem why) {
        refused = true;
        problem = Optional.of(why);
    }

    private void stop(long line, Problem why) {
        problem = Optional.of(why.with("line", line));
    }

    private Problem tooLarge() {
        return Problem.of(413, "The event is too large", "A line must not be longer than " + maxEventBytes + " bytes");
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Events on their way to the disk. */
    private record Group(CompletableFuture<List<Receipt>> stored, long lastLine) {}
}
