/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Reads an expression: one JSON object with one of TheHive's operators. What comes of it is a {@link Condition} that knows
 * nothing of JSON any more.
 */
final class Expression {

    private static final int MAX_LENGTH = 1 << 16;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_CONDITIONS = 1_000;
    private static final int MAX_VALUES = 10_000;
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final String FIELD = "_field";
    private static final String VALUE = "_value";
    private static final String VALUES = "_values";
    private static final String FROM = "_from";
    private static final String TO = "_to";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final Map<String, Operator> OPERATORS = new TreeMap<>(Map.ofEntries(
            Map.entry("_and", expression -> Condition.all(expression.conditions())),
            Map.entry("_or", expression -> Condition.any(expression.conditions())),
            Map.entry("_not", expression -> Condition.not(expression.condition())),
            Map.entry("_any", Expression::always),
            Map.entry("_is", expression -> expression.comparison(Tests::is)),
            Map.entry("_eq", expression -> expression.comparison(Tests::is)),
            Map.entry("_in", Expression::in),
            Map.entry("_between", Expression::between),
            Map.entry("_lt", expression -> expression.order(sign -> sign < 0)),
            Map.entry("_lte", expression -> expression.order(sign -> sign <= 0)),
            Map.entry("_gt", expression -> expression.order(sign -> sign > 0)),
            Map.entry("_gte", expression -> expression.order(sign -> sign >= 0)),
            Map.entry("_contains", expression -> expression.comparison(Tests::contains)),
            Map.entry("_like", expression -> expression.text(Tests::like)),
            Map.entry("_startsWith", expression -> expression.text(Tests::startsWith)),
            Map.entry("_endsWith", expression -> expression.text(Tests::endsWith)),
            Map.entry("_has", expression -> expression.member(value -> true)),
            Map.entry("_empty", expression -> expression.member(Tests::isEmpty))));

    private final JsonParser parser;
    private String operator = "";
    private int conditions;
    private int values;

    private Expression(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The condition that an expression stands for.
     *
     * @throws IllegalArgumentException with nothing but the rule that is broken, and where
     */
    static Condition compile(String json) {
        if (json.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must not be longer than " + MAX_LENGTH + " characters");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            Expression expression = new Expression(parser);
            parser.nextToken();
            Condition condition = expression.condition();
            if (parser.nextToken() != null) {
                throw expression.broken("nothing may follow the object");
            }
            return condition;
        } catch (JsonProcessingException e) {
            // Jackson goes on about its source, which says nothing here
            String message = String.valueOf(e.getOriginalMessage()).split(" \\(start marker|\\R", 2)[0];
            throw new IllegalArgumentException("is not valid JSON" + at(e.getLocation()) + ": " + message, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** What reads the operand of an operator; the parser stands at its first token, and then at its last. */
    @FunctionalInterface
    private interface Operator {
        Condition read(Expression expression) throws IOException;
    }

    /** What makes a test of the value in an operand; throws {@link IllegalArgumentException} with the rule. */
    @FunctionalInterface
    private interface Maker<T> {
        Predicate<Object> of(T value);
    }

    // ---------------------------------------------------------------- conditions

    private Condition condition() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw broken("a condition must be an object with one operator");
        }
        if (++conditions > MAX_CONDITIONS) {
            throw broken("there must not be more than " + MAX_CONDITIONS + " conditions");
        }
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            throw broken("a condition must have an operator");
        }
        String name = parser.currentName();
        Operator found = OPERATORS.get(name);
        if (found == null) {
            throw broken(name + " is not an operator; there are " + String.join(", ", OPERATORS.keySet()));
        }
        String outer = operator;
        operator = name;
        parser.nextToken();
        Condition condition = found.read(this);
        operator = outer;
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw broken("a condition must have one operator; put several into _and");
        }
        return condition;
    }

    private Condition[] conditions() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw broken("must have an array of conditions");
        }
        JsonLocation begin = parser.currentTokenLocation();
        List<Condition> found = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            found.add(condition());
        }
        if (found.isEmpty()) {
            throw broken(begin, "must have at least one condition");
        }
        return found.toArray(Condition[]::new);
    }

    private Condition always() throws IOException {
        value();
        return members -> true;
    }

    /** {@code {"PATH": VALUE}}, or {@code {"_field": "PATH", "_value": VALUE}}. */
    private Condition comparison(Maker<Object> maker) throws IOException {
        JsonLocation begin = parser.currentTokenLocation();
        Map<String, Object> operand = operand();
        if (operand.containsKey(FIELD)) {
            return condition(begin, path(begin, operand, VALUE), maker, operand.get(VALUE));
        }
        if (operand.size() != 1) {
            throw broken(begin, "must have one path with its value, or _field and _value");
        }
        Map.Entry<String, Object> only = operand.entrySet().iterator().next();
        return condition(begin, parse(begin, only.getKey()), maker, only.getValue());
    }

    private Condition order(IntPredicate wanted) throws IOException {
        return comparison(value -> Tests.compare(wanted, value));
    }

    private Condition text(Maker<String> maker) throws IOException {
        return comparison(value -> {
            if (value instanceof String text) {
                return maker.of(text);
            }
            throw new IllegalArgumentException("must have a text to compare with");
        });
    }

    private Condition in() throws IOException {
        JsonLocation begin = parser.currentTokenLocation();
        Map<String, Object> operand = operand();
        Path path = path(begin, operand, VALUES);
        return condition(begin, path, Tests::in, operand.get(VALUES));
    }

    private Condition between() throws IOException {
        JsonLocation begin = parser.currentTokenLocation();
        Map<String, Object> operand = operand();
        Path path = path(begin, operand, FROM, TO);
        return condition(begin, path, from -> Tests.between(from, operand.get(TO)), operand.get(FROM));
    }

    /** {@code "PATH"}. */
    private Condition member(Predicate<Object> test) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw broken("must have a path");
        }
        Path path = parse(parser.currentTokenLocation(), parser.getText());
        return members -> path.find(members, test);
    }

    private Condition condition(JsonLocation begin, Path path, Maker<Object> maker, Object value) {
        try {
            Predicate<Object> test = maker.of(value);
            return members -> path.find(members, test);
        } catch (IllegalArgumentException e) {
            throw broken(begin, e.getMessage());
        }
    }

    // ---------------------------------------------------------------- operands

    private Map<String, Object> operand() throws IOException {
        if (!(value() instanceof Map<?, ?> members)) {
            throw broken("must have an object with a path and what to compare with");
        }
        Map<String, Object> operand = new LinkedHashMap<>();
        members.forEach((name, value) -> operand.put((String) name, value));
        return operand;
    }

    private Path path(JsonLocation begin, Map<String, Object> operand, String... beside) {
        Set<String> wanted = new HashSet<>(Set.of(beside));
        wanted.add(FIELD);
        if (!operand.keySet().equals(wanted) || !(operand.get(FIELD) instanceof String text)) {
            throw broken(begin, "must have _field, a path, and " + String.join(" and ", beside) + ", and nothing else");
        }
        return parse(begin, text);
    }

    private Path parse(JsonLocation begin, String path) {
        try {
            return Path.parse(path);
        } catch (IllegalArgumentException e) {
            throw broken(begin, "the path \"" + path + "\" " + e.getMessage());
        }
    }

    /** The value that begins here, in its canonical form. */
    private Object value() throws IOException {
        if (++values > MAX_VALUES) {
            throw broken("there must not be more than " + MAX_VALUES + " values");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value());
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value());
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private Object number() throws IOException {
        try {
            return Values.canonical(parser.getDecimalValue());
        } catch (NumberFormatException e) {
            throw broken("a number is too large");
        }
    }

    // ---------------------------------------------------------------- what is wrong

    private IllegalArgumentException broken(String rule) {
        return broken(parser.currentTokenLocation(), rule);
    }

    private IllegalArgumentException broken(JsonLocation where, String rule) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        String subject = rule.startsWith("must") && !operator.isEmpty() ? operator + " " : "";
        return new IllegalArgumentException(
                "is wrong at " + (pointer.isEmpty() ? "/" : pointer) + at(where) + ": " + subject + rule);
    }

    private static String at(JsonLocation where) {
        return where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }
}
