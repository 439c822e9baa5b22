/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that a configuration may have. They are those of the annotation type from which its Metatype form is made,
 * so whatever the form shows is known here.
 */
public final class Form {

    /** Written by Config Admin, Declarative Services, installers and our own HOCON bundle. */
    private static final Pattern FOREIGN =
            Pattern.compile("(service|felix|component|config|jmx|webconsole|audithook|osgi|org)\\..*|[.:].*");

    private static final int MAX_WORD = 60;
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,30}([._-][A-Za-z0-9]{1,30})*");

    private static final Pattern NUMBERED = Pattern.compile("(\\w+)\\.([2-9]|[1-9]\\d{1,4})\\.(.*)");

    private final Set<String> keys;

    /** The same in lower case: with Config Admin the case of a key makes no difference. */
    private final Set<String> lower;

    private final Map<String, String> defaults;
    private final Set<String> numbered;
    private final Optional<String> open;
    private final Predicate<String> strict;
    private final boolean neverBare;
    private final boolean single;

    private Form(
            Set<String> keys,
            Map<String, String> defaults,
            Set<String> numbered,
            Optional<String> open,
            Predicate<String> strict,
            boolean neverBare,
            boolean single) {
        this.keys = Collections.unmodifiableSet(keys);
        this.lower = keys.stream().map(Form::lower).collect(Collectors.toUnmodifiableSet());
        this.defaults = Map.copyOf(defaults);
        this.numbered = Set.copyOf(numbered);
        this.open = open;
        this.strict = strict;
        this.neverBare = neverBare;
        this.single = single;
    }

    /**
     * The keys of a form.
     *
     * @param type the annotation type of the form; its methods name the keys as those of component property types do
     * @param more keys that no form shows, such as targets of references that nobody should have to set
     */
    public static Form of(Class<?> type, String... more) {
        Set<String> keys = new TreeSet<>(List.of(more));
        Map<String, String> defaults = new HashMap<>();
        for (Method method : type.getDeclaredMethods()) {
            keys.add(key(method.getName()));
            if (method.getDefaultValue() != null) {
                defaults.put(key(method.getName()), method.getDefaultValue().toString());
            }
        }
        Set<String> groups = new TreeSet<>();
        keys.stream()
                .map(Form::lower)
                .map(Form::group)
                .flatMap(Optional::stream)
                .forEach(groups::add);
        return new Form(
                keys,
                defaults,
                Set.of(),
                Optional.empty(),
                key -> groups.contains(key)
                        || group(key).filter(groups::contains).isPresent(),
                false,
                false);
    }

    /** The same, where {@code FAMILY.2.REST} and so on are known as well if {@code FAMILY.REST} is. */
    public Form numbered(String... families) {
        return new Form(keys, defaults, Set.of(families), open, strict, neverBare, single);
    }

    /** The same, where keys that begin so are somebody else's to judge. */
    public Form open(String prefix) {
        return new Form(keys, defaults, numbered, Optional.of(prefix), strict, neverBare, single);
    }

    /** The same, where every key that is not known is an error. */
    public Form strict() {
        return new Form(keys, defaults, numbered, open, key -> true, neverBare, single);
    }

    /**
     * The same, where a file without a value for any of the keys is an error. For what is there without a configuration, too:
     * nobody has a reason to write such a file, but one that was cut off looks like it.
     */
    public Form neverBare() {
        return new Form(keys, defaults, numbered, open, strict, true, single);
    }

    /**
     * The same of a configuration of which there is one, without a name behind its PID. Declarative Services take one with a name in its
     * place, without a word; so that is an error.
     */
    public Form single() {
        return new Form(keys, defaults, numbered, open, strict, neverBare, true);
    }

    /** The keys, in order. */
    public Set<String> keys() {
        return keys;
    }

    /** Whether this is what a form shows for a key before anybody has changed it, and so writes for it. */
    public boolean isDefault(String key, String text) {
        return text.equals(defaults.get(key));
    }

    /** Whether somebody else may write this key into anybody's configuration. */
    static boolean isForeign(String key) {
        return FOREIGN.matcher(key).matches();
    }

    boolean isSingle() {
        return single;
    }

    boolean isNeverBare() {
        return neverBare;
    }

    boolean knows(String key) {
        String plain = lower(key);
        Matcher matcher = NUMBERED.matcher(plain);
        return lower.contains(plain)
                || open.filter(prefix -> plain.startsWith(lower(prefix))).isPresent()
                || (matcher.matches()
                        && numbered.contains(matcher.group(1))
                        && lower.contains(matcher.group(1) + "." + matcher.group(3)));
    }

    /**
     * Whether this key, which is not known, must not be passed over: whoever wrote it means something that would not
     * be so without it. It begins like known ones ({@code auth.}), is spelt like one of them, or speaks of security.
     */
    boolean mustKnow(String key) {
        return strict.test(lower(key)) || suggestion(key).isPresent() || SecurityWords.isIn(key);
    }

    /**
     * Whether a key that is not known may be a piece of a value that was broken across lines, and so perhaps of a secret: nobody
     * writes a key without a value, or one that is no word.
     */
    static boolean mayBeValue(String key, boolean hasValue) {
        return !hasValue || key.length() > MAX_WORD || !WORD.matcher(key).matches();
    }

    /** The known keys that begin with this one, which is none itself, and a dot: somebody has left the rest out. */
    List<String> below(String key) {
        String prefix = lower(key) + ".";
        return keys.stream().filter(known -> lower(known).startsWith(prefix)).toList();
    }

    /** The known key that is spelt most like it. */
    Optional<String> suggestion(String key) {
        Stream<String> known = keys.stream();
        Matcher matcher = NUMBERED.matcher(key);
        if (matcher.matches() && numbered.contains(matcher.group(1))) {
            String family = matcher.group(1) + ".";
            known = known.map(name ->
                    name.startsWith(family) ? family + matcher.group(2) + "." + name.substring(family.length()) : name);
        }
        return Spelling.closest(key.toLowerCase(Locale.ROOT), known.toList());
    }

    private static String lower(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    private static Optional<String> group(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(key.substring(0, dot));
    }

    /** As Declarative Services maps the names of methods: {@code _} is a dot, {@code __} is {@code _}. */
    private static String key(String method) {
        return method.replace("__", "\0").replace('_', '.').replace('\0', '_');
    }
}
