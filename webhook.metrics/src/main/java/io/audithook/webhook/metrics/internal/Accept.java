/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import java.util.Locale;

/** Chooses the format that who asks likes best (RFC 9110, section 12.5.1). */
final class Accept {

    private Accept() {}

    /** @param header the value of the header, or null; what in it cannot be understood does not count */
    static Exposition choose(String header) {
        double open = 0;
        double plain = 0;
        for (String range :
                header == null ? new String[0] : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            String type = parts[0].strip();
            double quality = quality(parts);
            if (type.equals("application/openmetrics-text") && "1.0.0".equals(parameter(parts, "version", "1.0.0"))) {
                open = Math.max(open, quality);
            } else if (type.equals("text/plain") && "0.0.4".equals(parameter(parts, "version", "0.0.4"))) {
                plain = Math.max(plain, quality);
            }
        }
        return open > 0 && open >= plain ? Exposition.OPENMETRICS : Exposition.PROMETHEUS;
    }

    private static double quality(String[] parts) {
        try {
            return Double.parseDouble(parameter(parts, "q", "1"));
        } catch (NumberFormatException e) {
            // as if it were not there
            return 0;
        }
    }

    private static String parameter(String[] parts, String name, String otherwise) {
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equals(name)) {
                return pair[1].strip().replace("\"", "");
            }
        }
        return otherwise;
    }
}
