/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A value as the library writes it, unresolved.
 *
 * @param literals how many characters are there besides the substitutions
 * @param references the paths of the substitutions
 */
record Rendered(long literals, List<String> references) {

    /** What commas separate on the outermost level: the elements of a merge; a list is one element. */
    static List<Rendered> elements(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        List<Rendered> elements = new ArrayList<>();
        List<String> references = new ArrayList<>();
        long literals = 1;
        int depth = 0;
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            int end = position + 1;
            if (c == '"') {
                end = endOfString(text, position);
                literals += end - position;
            } else if (text.startsWith("${", position)) {
                end = endOfSubstitution(text, position);
                references.add(text.substring(
                        position + (text.startsWith("${?", position) ? 3 : 2), Math.max(position + 3, end - 1)));
            } else if (c == ',' && depth == 0) {
                elements.add(new Rendered(literals, references));
                references = new ArrayList<>();
                literals = 1;
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                literals++;
            }
            position = end;
        }
        elements.add(new Rendered(literals, references));
        return elements;
    }

    private static int endOfSubstitution(String text, int begin) {
        int position = begin + 2;
        while (position < text.length() && text.charAt(position) != '}') {
            position = text.charAt(position) == '"' ? endOfString(text, position) : position + 1;
        }
        return Math.min(text.length(), position + 1);
    }

    private static int endOfString(String text, int begin) {
        int position = begin + 1;
        while (position < text.length() && text.charAt(position) != '"') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), position + 1);
    }
}
