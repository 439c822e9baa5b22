/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of JSON, so that what is equal there is equal in Java: {@code 1}, {@code 1.0} and {@code 1e0} are one number,
 * and none of them is the text {@code "1"}.
 */
final class Values {

    /** No number of 64 bits has more digits. */
    private static final int LONG_DIGITS = 19;

    private Values() {}

    /** The form of a value that equals that of all others with the same meaning. */
    static Object canonical(Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof BigDecimal number) {
            return canonical(number);
        }
        if (value instanceof BigInteger number) {
            return canonical(new BigDecimal(number));
        }
        if (value instanceof List<?> elements) {
            return elements.stream().map(Values::canonical).toList();
        }
        if (value instanceof Map<?, ?> members) {
            Map<Object, Object> canonical = new LinkedHashMap<>();
            members.forEach((name, member) -> canonical.put(name, canonical(member)));
            return canonical;
        }
        return value;
    }

    private static Object canonical(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() <= 0 && (long) stripped.precision() - stripped.scale() <= LONG_DIGITS) {
            BigInteger whole = stripped.toBigIntegerExact();
            if (whole.bitLength() < Long.SIZE) {
                return whole.longValue();
            }
        }
        return stripped;
    }

    /** As {@link Comparable}, for two canonical numbers. */
    static int compare(Object a, Object b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : decimal(a).compareTo(decimal(b));
    }

    /** Whether it is a number. */
    static boolean isNumber(Object value) {
        return value instanceof Number;
    }

    private static BigDecimal decimal(Object canonical) {
        return canonical instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) canonical;
    }
}
