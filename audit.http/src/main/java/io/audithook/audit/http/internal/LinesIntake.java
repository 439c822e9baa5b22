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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Records one body of JSON lines in groups, some of them at once. Stops at the first line that is not in
 * order, or the first group that is refused; what comes before is stored, what comes after is not.
 */
final class LinesIntake {

    private static final int GROUP_EVENTS = 256;
    private static final int GROUP_BYTES = 1 << 20;
    private static final int GROUPS_UNDER_WAY = 4;

    private final AuditTrail trail;
    private final AuditEventJson json;
    private final Duration timeout;
    private final int maxEventBytes;

    private final ArrayDeque<CompletableFuture<List<Receipt>>> underWay = new ArrayDeque<>();
    private final List<String> ids = new ArrayList<>();
    private Optional<Problem> problem = Optional.empty();
    private long lastStoredLine;

    LinesIntake(AuditTrail trail, AuditEventJson json, IntakeSettings settings) {
        this.trail = trail;
        this.json = json;
        this.timeout = settings.timeout();
        this.maxEventBytes = settings.maxEventBytes();
    }

    private final ArrayDeque<Long> lastLines = new ArrayDeque<>();

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
        if (!group.isEmpty() && (problem.isEmpty() || problem.get().status() < 429)) {
            submit(group, number);
        }
        while (!underWay.isEmpty()) {
            await();
        }
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

    private void submit(List<AuditEvent> group, long lastLine) throws InterruptedException {
        if (underWay.size() >= GROUPS_UNDER_WAY) {
            await();
        }
        underWay.add(trail.record(group).toCompletableFuture());
        lastLines.add(lastLine);
    }

    private void await() throws InterruptedException {
        CompletableFuture<List<Receipt>> oldest = underWay.remove();
        long lastLine = lastLines.remove();
        try {
            List<Receipt> receipts = oldest.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            receipts.forEach(receipt -> ids.add(receipt.eventId()));
            lastStoredLine = lastLine;
        } catch (ExecutionException e) {
            refused(Problem.of(e));
        } catch (TimeoutException e) {
            refused(Intake.timedOut(timeout));
        }
    }

    private void refused(Problem why) {
        if (problem.isEmpty() || problem.get().status() < 429) {
            problem = Optional.of(why);
        }
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
}
