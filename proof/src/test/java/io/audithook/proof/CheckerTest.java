/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who tests the oracle: each kind of fault is seen. */
class CheckerTest {

    private static final List<Accepted> THREE = IntStream.rangeClosed(1, 3)
            .mapToObj(number -> new Event(7, number))
            .map(event -> new Accepted(event, event.id(), 0))
            .toList();

    private static Receipt receipt(int number, int status, long nanos) {
        Event event = new Event(7, number);
        return new Receipt(event, event.id(), event.checksum(), status, nanos);
    }

    private static Verdict check(List<Fault> faults, Receipt... receipts) {
        return new Checker(faults).check(THREE, List.of(receipts));
    }

    @Test
    void allInOrder_withRetries_isClean() {
        check(List.of(), receipt(1, 500, 1), receipt(1, 200, 2), receipt(2, 200, 3), receipt(3, 204, 4))
                .assertClean();
    }

    @Test
    void failedOrUnanswered_isLost() {
        Verdict verdict = check(List.of(), receipt(1, 200, 1), receipt(2, 500, 2), receipt(3, 0, 3));
        assertThat(verdict.lost()).containsExactly("k7-2", "k7-3");
    }

    @Test
    void laterBeforeEarlier_isReordered() {
        Verdict verdict =
                check(List.of(), receipt(1, 200, 1), receipt(2, 500, 2), receipt(3, 200, 3), receipt(2, 200, 4));
        assertThat(verdict.reordered()).containsExactly("k7-2 after k7-3");
        assertThat(verdict.lost()).isEmpty();
    }

    @Test
    void earlierAgainAfterLater_isADuplicateAndInOrder() {
        Verdict verdict = check(
                List.of(new Fault(9, 10)),
                receipt(1, 200, 1),
                receipt(2, 200, 2),
                receipt(1, 200, 11),
                receipt(2, 200, 12),
                receipt(3, 200, 13));
        verdict.assertClean();
        assertThat(verdict.duplicates()).containsExactly(2);
    }

    @Test
    void duplicate_belongsToTheFirstFaultAfterTheReceiptBefore() {
        Verdict verdict = check(
                List.of(new Fault(9, 10), new Fault(19, 20)),
                receipt(1, 200, 1),
                receipt(2, 200, 15),
                receipt(1, 200, 25),
                receipt(2, 200, 26),
                receipt(2, 200, 27),
                receipt(3, 200, 28));
        assertThat(verdict.duplicates()).containsExactly(1, 1);
        assertThat(verdict.unexplained()).containsExactly("k7-2");
        assertThat(verdict.lost()).isEmpty();
    }

    @Test
    void otherBytes_areCorrupted() {
        byte[] body = new Event(7, 1).body();
        body[body.length - 5] ^= 1;
        Receipt altered = new Receipt(Event.of(body), "k7-1", Event.checksum(body), 200, 1);
        Verdict verdict = check(List.of(), altered, receipt(2, 200, 2), receipt(3, 200, 3));
        assertThat(verdict.corrupted()).containsExactly("k7-1");
        assertThat(verdict.lost()).containsExactly("k7-1");
    }

    @Test
    void otherId_isCorrupted() {
        Event first = new Event(7, 1);
        Receipt renamed = new Receipt(first, "x", first.checksum(), 200, 1);
        Verdict verdict = check(List.of(), renamed, receipt(2, 200, 2), receipt(3, 200, 3));
        assertThat(verdict.corrupted()).containsExactly("k7-1 came as x");
    }

    @Test
    void event_isReadFromItsBody() {
        Event event = new Event(123, 4567);
        assertThat(Event.of(event.body())).isEqualTo(event);
        assertThat(Event.of(new byte[] {1, 2, 3}).key()).isNegative();
    }
}
