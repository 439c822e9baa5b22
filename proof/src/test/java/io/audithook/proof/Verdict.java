/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What the {@link Checker} found at one endpoint.
 *
 * @param accepted how many events were accepted
 * @param lost accepted, but never received with success
 * @param reordered first received with success after a later event of the same key
 * @param corrupted received with other bytes, or under another id
 * @param unexplained ids received with success once more, though there was no fault in between
 * @param duplicates received with success once more, by the fault that explains it
 */
record Verdict(
        int accepted,
        List<String> lost,
        List<String> reordered,
        List<String> corrupted,
        List<String> unexplained,
        List<Integer> duplicates) {

    int mostDuplicates() {
        return duplicates.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Nothing lost, reordered, corrupted, or twice without a fault. */
    void assertClean() {
        assertThat(lost).as("lost").isEmpty();
        assertThat(reordered).as("reordered").isEmpty();
        assertThat(corrupted).as("corrupted").isEmpty();
        assertThat(unexplained).as("duplicates without a fault").isEmpty();
    }

    /** At most this many were under way when a fault came. */
    void assertDuplicates(int inFlight) {
        assertThat(mostDuplicates()).as("duplicates after one fault").isLessThanOrEqualTo(inFlight);
    }

    @Override
    public String toString() {
        return "accepted " + accepted + ", lost " + lost.size() + ", reordered " + reordered.size() + ", corrupted "
                + corrupted.size() + ", unexplained duplicates " + unexplained.size() + ", duplicates "
                + duplicates.stream().mapToInt(Integer::intValue).sum() + " (at most " + mostDuplicates()
                + " after one fault)";
    }
}
