/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads an expression with TheHive's operators, written as a HOCON object, into the JSON text that a filter takes. The
 * path to a member may be nested, dotted or quoted, as keys elsewhere. Numbers keep all their digits.
 */
final class ExpressionReader {

    private static final String FIELD = "_field";

    private static final Map<String, Shape> OPERATORS = new TreeMap<>(Map.ofEntries(
            Map.entry("_and", Shape.CONDITIONS),
            Map.entry("_or", Shape.CONDITIONS),
            Map.entry("_not", Shape.CONDITION),
            Map.entry("_any", Shape.NOTHING),
            Map.entry("_is", Shape.VALUE),
            Map.entry("_eq", Shape.VALUE),
            Map.entry("_contains", Shape.VALUE),
            Map.entry("_in", Shape.SET),
            Map.entry("_between", Shape.RANGE),
            Map.entry("_lt", Shape.NUMBER),
            Map.entry("_lte", Shape.NUMBER),
            Map.entry("_gt", Shape.NUMBER),
            Map.entry("_gte", Shape.NUMBER),
            Map.entry("_like", Shape.TEXT),
            Map.entry("_startsWith", Shape.TEXT),
            Map.entry("_endsWith", Shape.TEXT),
            Map.entry("_has", Shape.PATH),
            Map.entry("_empty", Shape.PATH)));

    /** Those of the filter; a longer number would take long to read. */
    private static final int MAX_DIGITS = 100;

    /** The library has 64 bits for whole numbers and wants a digit first; other numbers are texts for it. */
    private static final Pattern NUMBER_AS_TEXT = Pattern.compile("-?([0-9]{19,}|\\.[0-9]+([eE][+-]?[0-9]+)?)");

    private final Values values;
    private final Problems problems;
    private final StringBuilder json = new StringBuilder();

    private ExpressionReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** The JSON text; of no meaning if there were errors. */
    static String read(Setting expression, Values values, Problems problems) {
        ExpressionReader reader = new ExpressionReader(values, problems);
        reader.condition(expression);
        return reader.json.toString();
    }

    /** What an operator stands before. */
    private enum Shape {
        CONDITIONS,
        CONDITION,
        NOTHING,
        VALUE,
        NUMBER,
        TEXT,
        SET,
        RANGE,
        PATH
    }

    private void condition(Setting setting) {
        if (!(setting.value() instanceof ConfigObject object)) {
            wrong(setting, "an object with one operator");
            return;
        }
        if (object.size() != 1) {
            problems.error(
                    setting,
                    "expected one operator, found " + names(object)
                            + (object.isEmpty() ? "" : "; put several into _and"));
            return;
        }
        String operator = object.keySet().iterator().next();
        Setting operand = child(setting, operator, object.get(operator));
        Shape shape = OPERATORS.get(operator);
        if (shape == null) {
            problems.error(
                    operand,
                    "expected one of " + OPERATORS.keySet() + ", found " + operator
                            + Spelling.suggestion(operator, OPERATORS.keySet()));
            return;
        }
        json.append('{').append(ConfigUtil.quoteString(operator)).append(':');
        operand(shape, operand);
        json.append('}');
    }

    private void operand(Shape shape, Setting operand) {
        switch (shape) {
            case CONDITIONS -> conditions(operand);
            case CONDITION -> condition(operand);
            case NOTHING -> json.append("\"\"");
            case VALUE -> comparison(operand, this::value);
            case NUMBER -> comparison(operand, this::number);
            case TEXT -> comparison(operand, this::text);
            case SET -> members(operand, Map.of(FIELD, this::text, "_values", this::list));
            case RANGE -> members(operand, Map.of(FIELD, this::text, "_from", this::number, "_to", this::number));
            case PATH -> text(operand);
        }
    }

    private void conditions(Setting operand) {
        if (operand.value() instanceof ConfigList list && !list.isEmpty()) {
            elements(operand, list, this::condition);
        } else {
            wrong(operand, "a list of one condition at least");
        }
    }

    /** {@code { PATH = VALUE }}, or {@code { _field = PATH, _value = VALUE }}. */
    private void comparison(Setting operand, Consumer<Setting> reader) {
        if (!(operand.value() instanceof ConfigObject object)) {
            wrong(operand, "an object with a path and what to compare with");
            return;
        }
        if (object.containsKey(FIELD)) {
            members(operand, Map.of(FIELD, this::text, "_value", reader));
            return;
        }
        Map<String, Setting> paths = new TreeMap<>();
        paths(operand, "", object, paths);
        if (paths.size() != 1) {
            problems.error(
                    operand,
                    "expected one path with a value, found "
                            + (paths.isEmpty() ? "none" : String.join(" and ", paths.keySet())));
            return;
        }
        paths.forEach((path, value) -> member('{', path, value, reader));
        json.append('}');
    }

    /** An object with nothing in it is a value; any other is a part of the path. */
    private void paths(Setting setting, String prefix, ConfigObject object, Map<String, Setting> paths) {
        Children.of(object).forEach((name, value) -> {
            Setting child = child(setting, name, value);
            if (value instanceof ConfigObject deeper && !deeper.isEmpty()) {
                paths(child, prefix + name + ".", deeper, paths);
            } else if (paths.put(prefix + name, child) != null) {
                problems.error(child, "expected once, found also in another spelling");
            }
        });
    }

    /** An object with these members, and no others. */
    private void members(Setting operand, Map<String, Consumer<Setting>> readers) {
        Set<String> wanted = new TreeSet<>(readers.keySet());
        if (!(operand.value() instanceof ConfigObject object)) {
            wrong(operand, "an object with " + String.join(" and ", wanted));
            return;
        }
        if (!object.keySet().equals(wanted)) {
            problems.error(operand, "expected " + String.join(" and ", wanted) + ", found " + names(object));
            return;
        }
        char before = '{';
        for (String name : wanted) {
            member(before, name, child(operand, name, object.get(name)), readers.get(name));
            before = ',';
        }
        json.append('}');
    }

    private void member(char before, String name, Setting value, Consumer<Setting> reader) {
        json.append(before).append(ConfigUtil.quoteString(name)).append(':');
        reader.accept(value);
    }

    private void list(Setting setting) {
        if (setting.value() instanceof ConfigList list) {
            elements(setting, list, this::value);
        } else {
            wrong(setting, "a list of values");
        }
    }

    private void elements(Setting setting, ConfigList list, Consumer<Setting> reader) {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
            json.append(i == 0 ? "" : ",");
            reader.accept(new Setting(setting.path() + "[" + i + "]", list.get(i)));
        }
        json.append(']');
    }

    // ---------------------------------------------------------------- values

    private void value(Setting setting) {
        switch (setting.value().valueType()) {
            case OBJECT -> object(setting, (ConfigObject) setting.value());
            case LIST -> list(setting);
            case NUMBER -> number(setting);
            case STRING -> {
                warnOfNumber(setting);
                text(setting);
            }
            case BOOLEAN, NULL -> json.append(setting.value().unwrapped());
        }
    }

    /** In the order of the names, since the library has none: what is the same in a file is so as a text. */
    private void object(Setting setting, ConfigObject object) {
        json.append('{');
        String separator = "";
        for (String name : new TreeSet<>(object.keySet())) {
            json.append(separator).append(ConfigUtil.quoteString(name)).append(':');
            value(child(setting, name, object.get(name)));
            separator = ",";
        }
        json.append('}');
    }

    /** As it stands in the file, whatever the library makes of it; texts, too, since variables of the environment are. */
    private void number(Setting setting) {
        switch (setting.value().valueType()) {
            case NUMBER, STRING ->
                values.text(setting).flatMap(this::exact).ifPresentOrElse(json::append, () -> {
                    wrong(setting, "a number, of at most " + MAX_DIGITS + " characters");
                });
            default -> wrong(setting, "a number");
        }
    }

    private Optional<String> exact(String text) {
        try {
            String number = text.strip();
            return number.length() <= MAX_DIGITS ? Optional.of(new BigDecimal(number).toString()) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void text(Setting setting) {
        values.text(setting).map(ConfigUtil::quoteString).ifPresent(json::append);
    }

    private void warnOfNumber(Setting setting) {
        String text = String.valueOf(setting.value().unwrapped());
        if (NUMBER_AS_TEXT.matcher(text).matches() && !isLong(text)) {
            problems.warn(
                    setting,
                    "is a text for HOCON, and so no number equals it; a number is written with a digit first, and if it"
                            + " is as large as this one, with .0 at its end");
        }
    }

    private static boolean isLong(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    // ---------------------------------------------------------------- what is wrong

    private void wrong(Setting setting, String expectation) {
        ConfigValue value = setting.value();
        problems.error(setting, "expected " + expectation + ", found " + Values.typeOf(value));
    }

    private static String names(ConfigObject object) {
        List<String> names = new ArrayList<>(new TreeSet<>(object.keySet()));
        return names.isEmpty() ? "none" : String.join(" and ", names);
    }

    private static Setting child(Setting setting, String name, ConfigValue value) {
        return setting.child(ConfigUtil.joinPath(name), value);
    }
}
