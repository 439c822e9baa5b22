/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something stands.
 *
 * @param file the file, or what else the library knows, such as a variable of the environment
 * @param line its line, the first is 1; 0 if it has none
 */
record Place(String file, int line) {

    private static final String MERGE = "merge of ";

    private static final Pattern LINES = Pattern.compile(": [0-9]+(-[0-9]+)?$");

    /** Of several places, as of an object that is merged from several files, the one that wins. */
    private static final Pattern MERGED = Pattern.compile("^" + MERGE + "(.*?): ([0-9]{1,9})(-[0-9]+)?(,.*)?$");

    static Place of(ConfigOrigin origin) {
        String description = origin.description();
        int line = Math.max(0, origin.lineNumber());
        // asked for each value of large files, of which nearly all are of one line
        String end = ": " + line;
        if (description.endsWith(end) && !description.startsWith(MERGE)) {
            return new Place(description.substring(0, description.length() - end.length()), line);
        }
        Matcher merged = MERGED.matcher(description);
        return merged.matches()
                ? new Place(merged.group(1), Integer.parseInt(merged.group(2)))
                : new Place(LINES.matcher(description).replaceFirst(""), line);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ": " + line;
    }
}
