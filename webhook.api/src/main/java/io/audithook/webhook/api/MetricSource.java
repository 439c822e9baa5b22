/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Has numbers to show: what exporters, MBeans and consoles share. A service, whose consumers ask all there are.
 *
 * <p>Safe for use by many threads. Asked as often as every second, so it answers from counters that it keeps anyway: calls nobody
 * over the network, and takes at most microseconds for a sample.
 */
@ConsumerType
public interface MetricSource {

    /**
     * The families as they are now. They are always the same and in the same order, also those without a sample at the
     * moment; no other source has any of them.
     */
    List<MetricFamily> collect();
}
