/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

/**
 * How large an event may be.
 *
 * @param eventBytes the JSON text of one event, in bytes
 * @param depth how many objects and arrays may be nested
 * @param stringLength one string, in UTF-16 units
 * @param nameLength one member name, in UTF-16 units
 * @param numberLength one number, in digits and signs
 */
public record JsonLimits(int eventBytes, int depth, int stringLength, int nameLength, int numberLength) {

    /** 1 MiB, 100 levels, strings of 1 Mi, names of 1024 and numbers of 100 characters. */
    public static final JsonLimits DEFAULT = new JsonLimits(1 << 20, 100, 1 << 20, 1024, 100);

    public JsonLimits {
        require("eventBytes", eventBytes);
        require("depth", depth);
        require("stringLength", stringLength);
        require("nameLength", nameLength);
        require("numberLength", numberLength);
    }

    /** The same but for the size of an event and of a string in it. */
    public JsonLimits withEventBytes(int bytes) {
        return new JsonLimits(bytes, depth, bytes, nameLength, numberLength);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + "=" + value + " must be positive");
        }
    }
}
