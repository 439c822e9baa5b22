/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

/**
 * Entries that a lane will not get, since they were removed before they were handed out: the limits of size or age
 * forced it.
 *
 * @param first the position of the first of them
 * @param last the position of the last
 * @param count how many they are
 */
public record Gap(long first, long last, long count) {}
