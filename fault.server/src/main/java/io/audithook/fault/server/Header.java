/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

/**
 * One header field, as it was sent.
 *
 * @param name in the spelling of the sender
 * @param value without the spaces around it
 */
public record Header(String name, String value) {}
