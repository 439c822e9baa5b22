/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads values in the type they are meant to have. What is not of that type is a problem, and empty. */
final class Values {

    private static final String REFERENCE = "file:";
    private static final Pattern SEPARATOR = Pattern.compile("[,|]");

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");
    private static final Pattern WEB_URL = Pattern.compile("(?i)https?://.*");
    private static final Pattern FILE_URL = Pattern.compile("^file:(//[^/]*)?/+");

    private final Path folder;
    private final Problems problems;

    /** @param folder what relative paths are relative to */
    Values(Path folder, Problems problems) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.problems = Objects.requireNonNull(problems, "problems");
    }

    /** The text of a string, number or boolean, as it stands in the file: {@code 007} is not {@code 7}. */
    Optional<String> text(Setting setting) {
        return switch (setting.value().valueType()) {
            case STRING, NUMBER, BOOLEAN ->
                Optional.of(setting.value().atKey("value").getString("value"));
            default -> wrong(setting, "one value, found " + typeOf(setting.value()));
        };
    }

    /** A text that is not blank. */
    Optional<String> filled(Setting setting) {
        return text(setting)
                .flatMap(text -> text.isBlank() ? wrong(setting, "a text, found a blank one") : Optional.of(text));
    }

    /** A duration, as {@code N ms}. */
    Optional<String> duration(Setting setting) {
        return text(setting)
                .flatMap(text -> Durations.millis(text)
                        .map(millis -> millis + " ms")
                        .or(() -> wrong(setting, Durations.RULE + ", found \"" + text + "\"")));
    }

    /** Durations in a list, or in one text with commas, as {@code N ms} with commas. */
    Optional<String> durations(Setting setting) {
        return each(setting, this::duration);
    }

    Optional<Integer> integer(Setting setting, int min, int max) {
        return text(setting).flatMap(text -> {
            try {
                int number = new BigDecimal(text.strip()).intValueExact();
                if (number >= min && number <= max) {
                    return Optional.of(number);
                }
            } catch (NumberFormatException | ArithmeticException e) {
                return wrong(setting, "a whole number, found \"" + text + "\"");
            }
            return wrong(setting, "a number from " + min + " to " + max + ", found " + text);
        });
    }

    /** Whole numbers in a list, or in one text with commas, with commas. */
    Optional<String> integers(Setting setting, int min, int max) {
        return each(setting, one -> integer(one, min, max));
    }

    private Optional<String> each(Setting setting, Function<Setting, Optional<?>> reader) {
        return texts(setting).flatMap(texts -> {
            StringJoiner joined = new StringJoiner(", ");
            for (String text : texts) {
                Optional<?> value = reader.apply(new Setting(
                        setting.path(),
                        ConfigValueFactory.fromAnyRef(text)
                                .withOrigin(setting.value().origin())));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                joined.add(value.get().toString());
            }
            return joined.length() == 0
                    ? wrong(setting, "at least one value, found none")
                    : Optional.of(joined.toString());
        });
    }

    Optional<Double> number(Setting setting) {
        return text(setting).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text.strip()).doubleValue());
            } catch (NumberFormatException e) {
                return wrong(setting, "a number, found \"" + text + "\"");
            }
        });
    }

    Optional<Boolean> flag(Setting setting) {
        return text(setting).flatMap(text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> wrong(setting, "true or false, found \"" + text + "\"");
        });
    }

    Optional<String> oneOf(Setting setting, List<String> words) {
        return text(setting)
                .flatMap(text -> words.contains(text.toLowerCase(Locale.ROOT))
                        ? Optional.of(text.toLowerCase(Locale.ROOT))
                        : wrong(setting, "one of " + words + ", found \"" + text + "\""));
    }

    /** The texts of a list, or of one text with commas or bars. */
    Optional<List<String>> texts(Setting setting) {
        if (!(setting.value() instanceof ConfigList list)) {
            return text(setting)
                    .map(text -> SEPARATOR
                            .splitAsStream(text)
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                            .toList());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Optional<String> text = text(new Setting(setting.path() + "[" + i + "]", list.get(i)));
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(texts);
    }

    /** A path, absolute. */
    Optional<String> path(Setting setting) {
        return filled(setting).flatMap(text -> absolute(setting, text));
    }

    /** Absolute paths, which {@code file:} URLs are, too, and http and https URLs as they are. */
    Optional<List<String>> pathsAndUrls(Setting setting) {
        return texts(setting).flatMap(texts -> {
            List<String> all = new ArrayList<>();
            for (String text : texts) {
                Optional<String> one = WEB_URL.matcher(text).matches() ? Optional.of(text) : pathOf(setting, text);
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                all.add(one.get());
            }
            return Optional.of(all);
        });
    }

    private Optional<String> pathOf(Setting setting, String text) {
        if (URL.matcher(text).lookingAt() && !isReference(text)) {
            return wrong(setting, "a file, or an http or https URL, found \"" + Secrets.url(text) + "\"");
        }
        String plain = FILE_URL.matcher(text).replaceFirst("/");
        return absolute(setting, isReference(plain) ? plain.substring(REFERENCE.length()) : plain);
    }

    /** A secret; if it is a reference to a file, that is made absolute. */
    Optional<String> secret(Setting setting) {
        return text(setting).flatMap(text -> secret(setting, text));
    }

    private Optional<String> secret(Setting setting, String text) {
        return isReference(text)
                ? absolute(setting, text.substring(REFERENCE.length())).map(REFERENCE::concat)
                : Optional.of(text);
    }

    private static boolean isReference(String text) {
        return text.regionMatches(true, 0, REFERENCE, 0, REFERENCE.length());
    }

    /** Secrets in a list, or with commas between; references to files are made absolute. */
    Optional<String[]> secrets(Setting setting) {
        return array(
                setting,
                one -> text(one).flatMap(text -> {
                    StringJoiner joined = new StringJoiner(",");
                    for (String part : text.split(",", -1)) {
                        Optional<String> secret = secret(one, part.strip());
                        if (secret.isEmpty()) {
                            return Optional.empty();
                        }
                        joined.add(secret.get());
                    }
                    return Optional.of(joined.toString());
                }));
    }

    /** Texts in a list, or one, which may hold commas. */
    Optional<String[]> lines(Setting setting) {
        return array(setting, this::filled);
    }

    private Optional<String[]> array(Setting setting, Function<Setting, Optional<String>> reader) {
        List<Setting> settings = new ArrayList<>();
        if (setting.value() instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                settings.add(new Setting(setting.path() + "[" + i + "]", list.get(i)));
            }
        } else {
            settings.add(setting);
        }
        List<String> texts = new ArrayList<>();
        for (Setting one : settings) {
            Optional<String> text = reader.apply(one);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
        }
        return Optional.of(texts.toArray(String[]::new));
    }

    static String typeOf(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "an object";
            case LIST -> "a list";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case STRING -> "a text";
        };
    }

    static boolean isNull(ConfigValue value) {
        return value == null || value.valueType() == ConfigValueType.NULL;
    }

    private Optional<String> absolute(Setting setting, String path) {
        try {
            return Optional.of(folder.resolve(path).normalize().toString());
        } catch (InvalidPathException e) {
            return wrong(setting, "a path, found something else: " + e.getReason());
        }
    }

    private <T> Optional<T> wrong(Setting setting, String expectation) {
        problems.error(setting, "expected " + expectation);
        return Optional.empty();
    }
}
