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

    private static final Pattern LINES = Pattern.compile(": [0-9]+(-[0-9]+)?$");

    /** Of several places, as of an object that is merged from several files, the one that wins. */
    private static final Pattern MERGED = Pattern.compile("^merge of (.*?): ([0-9]{1,9})(-[0-9]+)?(,.*)?$");

    static Place of(ConfigOrigin origin) {
        Matcher merged = MERGED.matcher(origin.description());
        if (merged.matches()) {
            return new Place(merged.group(1), Integer.parseInt(merged.group(2)));
        }
        return new Place(LINES.matcher(origin.description()).replaceFirst(""), Math.max(0, origin.lineNumber()));
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ": " + line;
    }
}
