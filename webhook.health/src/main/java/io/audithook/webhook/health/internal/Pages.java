/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.json.JSONWriter;

/** Writes members for people and for programs. */
final class Pages {

    private Pages() {}

    /** As one JSON object, with all endpoints in an array. */
    static void json(List<Map<String, Object>> endpoints, PrintWriter to) {
        try {
            // what it is given it writes through; a PrintWriter keeps its failures to itself
            new JSONWriter(to)
                    .object()
                    .key("endpoints")
                    .value(endpoints)
                    .endObject()
                    .flush();
        } catch (IOException e) {
            throw new IllegalStateException("a PrintWriter does not fail", e);
        }
    }

    /** A paragraph for each endpoint, a line for each member that has a value. */
    static void text(List<Map<String, Object>> endpoints, PrintWriter to) {
        if (endpoints.isEmpty()) {
            to.println("No endpoint is configured");
        }
        for (Map<String, Object> members : endpoints) {
            to.println(Text.oneLine(members.get("name") + ": " + members.get("state")));
            members.forEach((name, value) -> {
                if (!name.equals("name") && !name.equals("state")) {
                    member(name, value, to);
                }
            });
            to.println();
        }
    }

    private static void member(String name, Object value, PrintWriter to) {
        if (value instanceof List<?> values) {
            values.forEach(one -> member(name, one, to));
        } else if (!value.equals("")) {
            to.println("  " + name + ": " + Text.oneLine(plain(value)));
        }
    }

    private static String plain(Object value) {
        if (value instanceof Map<?, ?> members) {
            StringBuilder line = new StringBuilder();
            members.forEach((name, one) -> line.append(line.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(' ')
                    .append(one));
            return line.toString();
        }
        return value.toString();
    }
}
