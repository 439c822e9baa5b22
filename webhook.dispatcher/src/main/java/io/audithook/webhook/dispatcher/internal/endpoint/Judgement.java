/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.Map;
import java.util.Optional;

/**
 * What is wrong around an endpoint that has not begun.
 *
 * @param configuration what it would have got, with placeholders resolved
 * @param mistake what is wrong with that; empty if nothing is
 * @param causes what is wrong with configurations of services that it waits for; empty if nothing is
 */
record Judgement(Map<String, Object> configuration, Optional<String> mistake, String causes) {}
