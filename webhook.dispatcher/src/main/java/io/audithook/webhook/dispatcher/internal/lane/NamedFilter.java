/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.api.EventFilter;
import java.util.Objects;

/**
 * A filter with the name people know it by.
 *
 * @param name the value of its property {@code filter.name}
 * @param filter the filter
 */
public record NamedFilter(String name, EventFilter filter) {

    public NamedFilter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(filter, "filter");
    }
}
