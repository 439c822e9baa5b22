/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * An event of a proof. All of its bytes follow from key and number, so a receiver can tell whether they arrived as they
 * were sent.
 *
 * @param key its ordering key; negative if it could not be told
 * @param number its place among the events of its key, from 1
 */
record Event(int key, int number) {

    private static final String KEY = "\"objectId\":\"k";
    private static final String NUMBER = "\"number\":";
    private static final String PAD =
            "Who created, updated or deleted which object, as it was told by the application. ".repeat(12);

    private static final Event UNKNOWN = new Event(-1, -1);

    /** The id it is sent with, where one can be given. */
    String id() {
        return "k" + key + "-" + number;
    }

    byte[] body() {
        int pad = Math.floorMod(Integer.rotateLeft(key * 0x9E3779B9 + number * 0x85EBCA6B, 15), PAD.length());
        return ("{\"operation\":\"Update\",\"objectType\":\"case\"," + KEY + key
                        + "\",\"startDate\":1505477372601,\"details\":{" + NUMBER + number + ",\"description\":\""
                        + PAD.substring(pad) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    int checksum() {
        return checksum(body());
    }

    static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** What a body says it is; {@link #UNKNOWN} if it says nothing that we know. */
    static Event of(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int key = number(text, KEY);
        int number = number(text, NUMBER);
        return key < 0 || number < 0 ? UNKNOWN : new Event(key, number);
    }

    private static int number(String text, String after) {
        int at = text.indexOf(after);
        if (at < 0) {
            return -1;
        }
        int value = -1;
        for (int i = at + after.length(); i < text.length() && Character.isDigit(text.charAt(i)); i++) {
            value = Math.max(value, 0) * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    @Override
    public String toString() {
        return id();
    }
}
