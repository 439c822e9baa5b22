/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines with columns: numbers to the right, all else to the left, two spaces between. Not thread-safe. */
final class Table {

    private static final String BETWEEN = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final List<Boolean> toTheRight = new ArrayList<>();

    /** @param titles the first row; none for a table without */
    Table(Object... titles) {
        if (titles.length > 0) {
            row(titles);
        }
    }

    /** Adds a row. Nothing in it can end the line or command a terminal, whoever wrote it. */
    Table row(Object... cells) {
        List<String> texts = new ArrayList<>();
        for (int column = 0; column < cells.length; column++) {
            String text = printable(String.valueOf(cells[column]));
            if (widths.size() <= column) {
                widths.add(0);
                toTheRight.add(false);
            }
            widths.set(column, Math.max(widths.get(column), text.length()));
            if (cells[column] instanceof Number) {
                toTheRight.set(column, true);
            }
            texts.add(text);
        }
        rows.add(texts);
        return this;
    }

    /** Without control characters: what receivers answer is shown to terminals, too. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String text = row.get(column);
            String fill = " ".repeat(widths.get(column) - text.length());
            line.append(toTheRight.get(column) ? fill + text : text + fill);
            line.append(BETWEEN);
        }
        return line.toString().stripTrailing();
    }
}
