/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number with a unit, such as {@code 1.5 min} or {@code 8 GiB}. */
final class Quantity {

    /** Nobody needs more digits, and a number of a million of them takes long to read. */
    private static final int MAX_LENGTH = 40;

    private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Z]*)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]{1,9})?");

    private Quantity() {}

    /**
     * What is written there, in the smallest of the units.
     *
     * @param units the smallest of the units in each of them, by their names in lower case; one for no name at all
     * @return empty if it is no such quantity
     */
    static Optional<BigDecimal> parse(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text);
        if (text.length() > MAX_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(units.get(matcher.group(2).toLowerCase(Locale.ROOT)))
                .map(unit -> new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(unit))
                        .setScale(0, RoundingMode.DOWN));
    }

    /** A plain number; empty if it is none. */
    static Optional<BigDecimal> number(String text) {
        return text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
