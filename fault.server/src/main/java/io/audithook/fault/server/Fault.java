/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

/**
 * A ready-made script.
 *
 * @param name short, unique among the ready-made ones, in lower case with hyphens
 * @param script what the server does
 */
public record Fault(String name, Script script) {

    @Override
    public String toString() {
        return name;
    }
}
