/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads one configuration, in whatever types a tool wrote it. What breaks a rule is noted as a {@link Problem} and read
 * as if it were absent, so that one pass finds all there is to say; {@link #check()} then throws it. A blank value
 * counts as absent, because forms write one for each field that was left alone. Not safe for use by several threads.
 */
public final class Settings {

    /** Where relative paths begin; the working directory unless configured. */
    public static final String BASE_DIR = "base.dir";

    private static final String PID = "service.pid";
    private static final String FACTORY_PID = "service.factoryPid";

    /** Where File Install, and whoever does it like it, notes which file a configuration was made of. */
    private static final String FILE_NAME = "felix.fileinstall.filename";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\[[^\\]]*]");
    private static final Pattern COMMA = Pattern.compile(",");
    /** In a text with headers, where a value may hold commas, one parts two only if a name and a colon follow. */
    private static final Pattern HEADER_COMMA = Pattern.compile(",(?=\\s*[^\\s:,]+:)");

    private static final Pattern MARKED = Pattern.compile("(\uFEFF|\u00EF\u00BB\u00BF).*");

    private static final Pattern NOWHERE = Pattern.compile("(?!)");

    private final Map<String, ?> map;

    /** The keys as they are written. With Config Admin Url and url are one key (OSGi Compendium 104.4.2). */
    private final Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final String pid;
    private final UnaryOperator<String> environment;
    private final Consumer<String> warnings;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Path> files = new LinkedHashSet<>();

    /** With the variables of the process, and warnings that are only noted. */
    public Settings(String pid, Map<String, ?> configuration) {
        this(pid, configuration, System::getenv, warning -> {});
    }

    /**
     * A reader of this configuration.
     *
     * @param pid whose it is, if it does not say so under {@code service.pid}
     * @param environment gives the value of an environment variable, or null
     * @param warnings is told, with the PID, what the user should know and is no mistake
     */
    public Settings(
            String pid, Map<String, ?> configuration, UnaryOperator<String> environment, Consumer<String> warnings) {
        this.map = Collections.unmodifiableMap(configuration);
        // before anything is read
        configuration.keySet().forEach(key -> names.put(key, key));
        this.pid = Elements.of(raw(PID)).stream().findFirst().orElse(pid);
        this.environment = Objects.requireNonNull(environment, "environment");
        this.warnings = Objects.requireNonNull(warnings, "warnings");
    }

    private Object raw(String key) {
        return map.get(names.getOrDefault(key, key));
    }

    /** Whose configuration it is. */
    public String pid() {
        return pid;
    }

    /** Its keys, in order. */
    public Set<String> keys() {
        return new TreeSet<>(map.keySet());
    }

    /** Whether there is anything under this key, be it right or wrong. */
    public boolean has(String key) {
        return Elements.of(raw(key)).stream().anyMatch(element -> !element.isBlank());
    }

    /**
     * Notes keys that are not known, placeholders that nothing has resolved, under whatever key, and a file that was cut off
     * so that nothing is left of it.
     */
    public void checkKeys(Form form) {
        if (form.isNeverBare()
                && names.containsKey(FILE_NAME)
                && keys().stream().noneMatch(key -> form.knows(key) && has(key))) {
            String rule =
                    "its file has no value for any key that is known, as if it had been cut off; to go back to what"
                            + " counts without a file, remove it";
            add(new Problem(pid, "", "", rule, "", Problem.Kind.ERROR));
        }
        if (form.isSingle() && names.containsKey(FACTORY_PID)) {
            String rule =
                    "has a name behind its PID, and would take the place of the one that is meant, which has none; remove it";
            add(new Problem(pid, "", "", rule, "", Problem.Kind.ERROR));
        }
        for (String key : keys()) {
            if (form.knows(key)) {
                elements(key);
            } else if (MARKED.matcher(key).matches()) {
                // File Install reads ISO 8859-1
                String rule = "begins with a byte order mark; save the file without one (UTF-8 without BOM)";
                add(new Problem(pid, key, "", rule, "", Problem.Kind.ERROR));
            } else if (!Form.isForeign(key) && Form.mayBeValue(key, hasMore(key))) {
                String rule =
                        "has a line that is no key with a value; it is not shown, since it may be a piece of a secret"
                                + " above it: a value that goes on needs a backslash at the end of the line";
                add(new Problem(pid, "", "", rule, "", Problem.Kind.ERROR));
            } else if (!Form.isForeign(key)) {
                List<String> below = form.below(key);
                String suggestion = below.isEmpty() ? form.suggestion(key).orElse("") : "";
                if (form.mustKnow(key)) {
                    String rule =
                            below.isEmpty() ? "is not known" : "is not known; there are " + String.join(", ", below);
                    add(new Problem(pid, key, "", rule, suggestion, Problem.Kind.ERROR));
                } else {
                    warn(key + " is not known and has no effect");
                }
            }
        }
    }

    /** Whether there is more under a key than the signs at the end of Base64. */
    private boolean hasMore(String key) {
        return Elements.of(raw(key)).stream()
                .anyMatch(element -> !element.isBlank() && !element.strip().equals("="));
    }

    /** The value without the blanks around it. */
    public Optional<String> text(String key) {
        return single(key).map(String::strip);
    }

    /** The value without the blanks around it, or the other one if there is none. */
    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** The values of an array, a collection, or a text with commas; none of them blank. */
    public List<String> list(String key) {
        return split(key, COMMA);
    }

    /** The texts under all keys that begin so, without that beginning; lists with commas between, blank ones left out. */
    public Map<String, String> below(String prefix) {
        Map<String, String> found = new TreeMap<>();
        for (String key : map.keySet()) {
            boolean isBelow = key.regionMatches(true, 0, prefix, 0, prefix.length());
            String text = isBelow ? String.join(",", list(key)) : "";
            if (!text.isEmpty()) {
                found.put(key.substring(prefix.length()), text);
            }
        }
        return found;
    }

    /** Headers, each {@code NAME: VALUE}, as a list or in one text. */
    public List<String> headers(String key) {
        boolean isOneText = raw(key) instanceof String;
        return split(key, isOneText ? HEADER_COMMA : NOWHERE);
    }

    /**
     * What is made of the value.
     *
     * @param parser throws {@link IllegalArgumentException} with nothing but the rule as its message
     */
    public <T> Optional<T> value(String key, Function<String, T> parser) {
        return text(key).flatMap(text -> parsed(key, text, parser));
    }

    /** What is made of each of the values; of none if one of them is wrong. */
    public <T> List<T> values(String key, Function<String, T> parser) {
        List<String> texts = list(key);
        List<T> values = texts.stream()
                .map(text -> parsed(key, text, parser))
                .flatMap(Optional::stream)
                .toList();
        return values.size() == texts.size() ? values : List.of();
    }

    /** {@code true}, {@code yes} or {@code on}, and {@code false}, {@code no} or {@code off}. */
    public boolean flag(String key, boolean otherwise) {
        return value(key, text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" -> true;
                    case "false", "no", "off" -> false;
                    default -> throw new IllegalArgumentException("must be true or false");
                })
                .orElse(otherwise);
    }

    /** A whole number. */
    public int integer(String key, int otherwise, int min, int max) {
        return value(
                        key,
                        text -> number(text, min, max, "must be a whole number from " + min + " to " + max)
                                .intValueExact())
                .orElse(otherwise);
    }

    /** A number, perhaps with a fraction. */
    public double decimal(String key, double otherwise, double min, double max) {
        return value(key, text -> {
                    String rule = "must be a number from " + plain(min) + " to " + plain(max);
                    BigDecimal number = Quantity.number(text).orElseThrow(() -> new IllegalArgumentException(rule));
                    if (number.compareTo(BigDecimal.valueOf(min)) < 0
                            || number.compareTo(BigDecimal.valueOf(max)) > 0) {
                        throw new IllegalArgumentException(rule);
                    }
                    return number.doubleValue();
                })
                .orElse(otherwise);
    }

    /** A duration of 1 ms at least: {@code 30 s}, or a number of milliseconds. */
    public Duration duration(String key, Duration otherwise) {
        return duration(key).orElse(otherwise);
    }

    /** A duration of 1 ms at least, if there is one. */
    public Optional<Duration> duration(String key) {
        return value(key, text -> Durations.parse(text, Duration.ofMillis(1)));
    }

    /** A duration that may be nought. */
    public Duration durationFromZero(String key, Duration otherwise) {
        return value(key, text -> Durations.parse(text, Duration.ZERO)).orElse(otherwise);
    }

    /** Durations, as a list or between commas. */
    public List<Duration> durations(String key, List<Duration> otherwise) {
        List<Duration> durations = values(key, text -> Durations.parse(text, Duration.ofMillis(1)));
        return durations.isEmpty() ? otherwise : durations;
    }

    /** A size in bytes: {@code 8 GiB}, or a number. */
    public Optional<Long> bytes(String key, long min, long max) {
        return value(key, text -> Sizes.parse(text, min, max));
    }

    /** One of the constants, by its name in lower case, with {@code -} for {@code _}. */
    public <E extends Enum<E>> E constant(String key, E otherwise) {
        E[] constants = otherwise.getDeclaringClass().getEnumConstants();
        return value(
                        key,
                        text -> Arrays.stream(constants)
                                .filter(constant -> name(constant).equalsIgnoreCase(text))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException("must be " + alternatives(constants))))
                .orElse(otherwise);
    }

    /** An absolute path. */
    public Optional<Path> path(String key) {
        return value(key, this::file);
    }

    /** Absolute paths, in the order in which they are written. */
    public List<Path> paths(String key) {
        return values(key, this::file);
    }

    /**
     * The absolute path in a value, which counts among {@link #files()} from then on.
     *
     * @throws IllegalArgumentException if it is none, with the rule as its message
     */
    public Path file(String text) {
        try {
            return absolute(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path: " + e.getReason(), e);
        }
    }

    /** The files that paths and secrets have led to so far. */
    public Set<Path> files() {
        return Set.copyOf(files);
    }

    /** The secret under this key, or the reference to it, unresolved. */
    public Optional<Secret> secret(String key) {
        return single(key).flatMap(spec -> toSecret(key, spec));
    }

    /** The secrets under this key, or the references to them, as a list or between commas. */
    public List<Secret> secrets(String key) {
        return list(key).stream()
                .map(spec -> toSecret(key, spec))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The secret under this key as it is now, or what it refers to. */
    public Optional<String> secretText(String key) {
        return secret(key).flatMap(secret -> attempt(List.of(secret), () -> secret.resolve(environment)));
    }

    /**
     * Tells what is wrong with one secret of several, so that all that is wrong with them is said at once.
     *
     * @param rule throws {@link IllegalArgumentException} with a message that begins with the key, and shows no secret
     * @return whether it can be read and keeps the rule
     */
    public boolean inspect(Secret secret, Consumer<String> rule) {
        return attempt(List.of(secret), () -> {
                    String text = secret.resolve(environment).strip();
                    rule.accept(text);
                    return text;
                })
                .isPresent();
    }

    /**
     * What is made of secrets, and made anew when their files change; empty if there are none, or one breaks a rule.
     *
     * @param name for messages: the keys it is configured by
     */
    public <T> Optional<Rotating<T>> rotating(String name, List<Secret> secrets, Function<List<String>, T> maker) {
        // one after the other, so that all that is wrong is said at once
        List<String> found = secrets.stream()
                .map(secret -> attempt(List.of(secret), () -> secret.resolve(environment)))
                .flatMap(Optional::stream)
                .toList();
        return secrets.isEmpty() || found.size() < secrets.size()
                ? Optional.empty()
                : attempt(secrets, () -> new Rotating<>(name, secrets, maker));
    }

    /**
     * What the code gives.
     *
     * @param code throws {@link IllegalArgumentException} with a message that begins with the key
     */
    public <T> Optional<T> attempt(Supplier<T> code) {
        return attempt(List.of(), code);
    }

    /**
     * What the code makes of values of which each is in order on its own.
     *
     * @param code throws {@link IllegalArgumentException} with a message that begins with the key
     * @throws InvalidSettingsException with all that is wrong so far, or then
     */
    public <T> T complete(Supplier<T> code) {
        check();
        Optional<T> made = attempt(code);
        check();
        return made.orElseThrow();
    }

    /** Notes that the value of a key breaks a rule, and shows it, but for user and password of a URL. */
    public void problem(String key, Object value, String rule) {
        String shown = String.valueOf(value);
        add(new Problem(
                pid,
                key,
                "=\"" + (shown.contains("@") ? ShownUrl.of(shown) : shown) + "\"",
                rule,
                "",
                Problem.Kind.ERROR));
    }

    /** The same for a key whose value is a secret or missing. */
    public void problem(String key, String rule) {
        add(new Problem(pid, key, "", rule, "", Problem.Kind.ERROR));
    }

    /** Notes and tells what the user should know, and is no mistake. */
    public void warn(String message) {
        Problem warning = Problem.of(pid, message, Problem.Kind.WARNING);
        add(warning);
        warnings.accept(warning.toString());
    }

    /**
     * All there is to say about a configuration.
     *
     * @param reader makes something of it
     * @param shape how somebody else writes down a problem
     */
    public <T> List<T> validate(Consumer<Settings> reader, Problem.Shape<T> shape) {
        try {
            reader.accept(this);
        } catch (InvalidSettingsException e) {
            // most of them were noted here
            problems.addAll(e.problems());
        }
        return problems.stream()
                .map(problem -> shape.of(
                        problem.pid(),
                        problem.key(),
                        problem.value(),
                        problem.rule(),
                        problem.suggestion(),
                        problem.isError(),
                        problem.toString()))
                .toList();
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidSettingsException with all that is wrong so far, if anything is
     */
    public void check() {
        List<Problem> errors = problems.stream().filter(Problem::isError).toList();
        if (!errors.isEmpty()) {
            throw new InvalidSettingsException(errors);
        }
    }

    private void add(Problem problem) {
        problems.add(problem);
    }

    private <T> Optional<T> attempt(List<Secret> secrets, Supplier<T> code) {
        try {
            return Optional.of(code.get());
        } catch (InvalidSettingsException e) {
            problems.addAll(e.problems());
        } catch (IllegalArgumentException e) {
            boolean ofFile = secrets.stream().anyMatch(secret -> secret.file().isPresent());
            add(Problem.of(pid, e.getMessage(), ofFile ? Problem.Kind.FILE : Problem.Kind.ERROR));
        }
        return Optional.empty();
    }

    private <T> Optional<T> parsed(String key, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problem(key, text, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> single(String key) {
        List<String> elements = elements(key);
        if (elements.size() > 1) {
            problem(key, "must be one value, not " + elements.size());
            return Optional.empty();
        }
        return elements.stream().filter(element -> !element.isBlank()).findFirst();
    }

    private List<String> split(String key, Pattern separator) {
        return elements(key).stream()
                .flatMap(separator::splitAsStream)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The value in parts, as they were written; none if a placeholder is among them. */
    private List<String> elements(String key) {
        List<String> elements = Elements.of(raw(key));
        if (elements.stream().anyMatch(element -> PLACEHOLDER.matcher(element).find())) {
            // not shown, since it may be a secret that is only half resolved
            problem(key, "holds a placeholder $[...] that nothing has resolved");
            return List.of();
        }
        return elements;
    }

    private Optional<Secret> toSecret(String key, String spec) {
        Secret secret = new Secret(key, spec);
        if (!secret.spec().startsWith(Secret.FILE)) {
            return Optional.of(secret);
        }
        try {
            Path file = absolute(spec.substring(Secret.FILE.length()).strip());
            return Optional.of(new Secret(key, Secret.FILE + file));
        } catch (InvalidPathException e) {
            problem(key, "must refer to a path: " + e.getReason());
            return Optional.empty();
        }
    }

    private Path absolute(String text) {
        Path base = Path.of(text(BASE_DIR).orElse("")).toAbsolutePath();
        Path file = base.resolve(text).normalize();
        files.add(file);
        return file;
    }

    private static BigDecimal number(String text, long min, long max, String rule) {
        BigDecimal number = Quantity.number(text).orElseThrow(() -> new IllegalArgumentException(rule));
        try {
            long whole = number.longValueExact();
            if (whole >= min && whole <= max) {
                return number;
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(rule, e);
        }
        throw new IllegalArgumentException(rule);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code a, b or c}. */
    private static String alternatives(Enum<?>... constants) {
        int last = constants.length - 1;
        return Arrays.stream(constants, 0, last).map(Settings::name).collect(Collectors.joining(", ")) + " or "
                + name(constants[last]);
    }
}
