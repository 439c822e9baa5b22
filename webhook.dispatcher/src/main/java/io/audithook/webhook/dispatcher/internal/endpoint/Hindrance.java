/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.EndpointStatus.State;

/**
 * Why an endpoint that is configured has not begun.
 *
 * @param state {@link State#INVALID} or {@link State#WAITING}
 * @param reason for people
 */
record Hindrance(State state, String reason) {}
