/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;

/**
 * One value of a metric.
 *
 * @param labels the values of the labels, in the order in which the family names them
 * @param value the value, in the unit of the family; of a histogram the sum of all that was seen
 * @param buckets the buckets of a histogram, by growing bound, the last one without bound; empty for all others
 */
public record MetricSample(List<String> labels, double value, List<Bucket> buckets) {

    public MetricSample {
        labels = List.copyOf(labels);
        buckets = List.copyOf(buckets);
        if (!buckets.isEmpty() && buckets.get(buckets.size() - 1).upTo() != Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("The last bucket must be without bound, found " + buckets);
        }
    }

    /** One that is not of a histogram. */
    public MetricSample(List<String> labels, double value) {
        this(labels, value, List.of());
    }

    /** How many values a histogram has seen; 0 for all others. */
    public long count() {
        return buckets.isEmpty() ? 0 : buckets.get(buckets.size() - 1).count();
    }

    /**
     * How many values were small enough.
     *
     * @param upTo the bound, which belongs to it
     * @param count how many values up to the bound were seen, those of the buckets before among them
     */
    public record Bucket(double upTo, long count) {}
}
