/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * All samples of one metric. Names follow the conventions of Prometheus: words between underscores, then the base unit
 * ({@code _seconds}, {@code _bytes}) if there is one, then {@code _total} if it is a counter.
 *
 * @param name its name
 * @param type how its values behave
 * @param help what it tells, in one sentence
 * @param labels the names of what tells its samples apart; may be empty
 * @param samples the samples, no two with the same values of the labels
 */
public record MetricFamily(String name, Type type, String help, List<String> labels, List<MetricSample> samples) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    /**
     * Checks the names, and that each sample has a value for each label.
     *
     * @throws IllegalArgumentException if that is not so
     */
    public MetricFamily {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(help, "help");
        labels = List.copyOf(labels);
        samples = List.copyOf(samples);
        if (!NAME.matcher(name).matches() || name.endsWith("_total") != (type == Type.COUNTER)) {
            throw new IllegalArgumentException(name + " is no name of a " + type);
        }
        for (String label : labels) {
            if (!NAME.matcher(label).matches() || label.equals("le")) {
                throw new IllegalArgumentException(label + " is no name of a label");
            }
        }
        for (MetricSample sample : samples) {
            if (sample.labels().size() != labels.size() || sample.buckets().isEmpty() == (type == Type.HISTOGRAM)) {
                throw new IllegalArgumentException(name + " has no sample such as " + sample);
            }
        }
    }

    /** How the values of a metric behave. */
    public enum Type {
        /** Only grows, from 0, but for a restart. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** How often values up to certain bounds were seen. */
        HISTOGRAM
    }
}
