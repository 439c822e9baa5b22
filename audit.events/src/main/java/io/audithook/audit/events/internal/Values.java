/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.Dictionary;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.event.Event;

/**
 * Makes values that JSON has of whatever objects the properties of one event hold. Never fails, whatever their methods do, and
 * ends at limits: what is beyond them becomes {@value #CUT}. Not safe for use by several threads.
 */
final class Values {

    /** What stands for what was left out. */
    static final String CUT = "...";

    /** What stands for an object inside itself. */
    static final String CYCLE = "(cycle)";

    private static final int MAX_DEPTH = 10;
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_TEXT = 32 << 10;
    private static final int MAX_NAME = 256;
    private static final int MAX_STACK = 30;

    /** About 60 digits. */
    private static final int MAX_NUMBER_BITS = 200;

    /** Quotes, a colon or a comma, braces. */
    private static final int OVERHEAD_BYTES = 6;

    private static final int REPLACEMENT = 0xFFFD;

    private final Secrecy secrecy;
    private final int limit;
    private final Set<Object> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private long left;
    private boolean cut;

    /** @param bytes how much JSON may come of it, roughly */
    Values(Secrecy secrecy, int bytes) {
        this.secrecy = secrecy;
        this.limit = bytes;
        this.left = bytes;
    }

    /** How much JSON has come of it, roughly. */
    int bytes() {
        return (int) (limit - left);
    }

    /** Whether something was left out. */
    boolean isCut() {
        return cut;
    }

    /** The members of an object. */
    Map<String, Object> members(Map<?, ?> map) {
        Map<String, Object> members = new LinkedHashMap<>();
        try {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (left <= 0 || members.size() >= MAX_ITEMS) {
                    cut = true;
                    break;
                }
                String key = entry.getKey() == null ? "null" : foreign(entry.getKey());
                Object value = entry.getValue();
                left -= OVERHEAD_BYTES;
                String name = unique(members, text(key, MAX_NAME));
                members.put(name, value != null && secrecy.covers(key) ? Secrecy.MASK : value(value));
            }
        } catch (RuntimeException | Error e) {
            // a map that changes meanwhile, or does not work at all
            cut = true;
        }
        return members;
    }

    /** The text of a value that is one: no array, no map, and nothing that has a text only because every object has. */
    static Optional<String> scalar(Object value) {
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof UUID
                || value instanceof TemporalAccessor) {
            return Optional.of(foreign(value));
        }
        if (value instanceof Enum<?> constant) {
            return Optional.of(constant.name());
        }
        if (value instanceof Class<?> type) {
            return Optional.of(type.getName());
        }
        return value instanceof Bundle bundle ? Optional.ofNullable(bundle.getSymbolicName()) : Optional.empty();
    }

    /** A text as short as this, without halves of characters. */
    String text(String text, int maxLength) {
        int end = Math.min(text.length(), maxLength);
        StringBuilder kept = new StringBuilder(Math.min(end, 1024));
        int at = 0;
        while (at < end) {
            int character = text.codePointAt(at);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                character = REPLACEMENT;
            }
            int cost = cost(character);
            if (cost > left) {
                break;
            }
            left -= cost;
            kept.appendCodePoint(character);
            at += Character.charCount(character);
        }
        if (at < text.length()) {
            cut = true;
            kept.append(CUT);
        }
        return kept.toString();
    }

    private Object value(Object value) {
        left -= OVERHEAD_BYTES;
        if (value == null || value instanceof Boolean) {
            return value;
        }
        try {
            return value instanceof Number number ? number(number) : other(value);
        } catch (RuntimeException | Error e) {
            return text(unreadable(value, e), MAX_TEXT);
        }
    }

    private Object number(Number number) {
        left -= OVERHEAD_BYTES;
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return number;
        }
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(number.doubleValue()) ? number : number.toString();
        }
        boolean isShort =
                (number.getClass() == BigInteger.class && ((BigInteger) number).bitLength() <= MAX_NUMBER_BITS)
                        || (number.getClass() == BigDecimal.class
                                && ((BigDecimal) number).unscaledValue().bitLength() <= MAX_NUMBER_BITS);
        return isShort ? number : text(foreign(number), MAX_TEXT);
    }

    @SuppressWarnings("JavaUtilDate") // publishers have them
    private Object other(Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        if (value instanceof Calendar calendar) {
            return calendar.getTimeInMillis();
        }
        if (value instanceof byte[] bytes) {
            return Map.of("length", bytes.length);
        }
        if (value instanceof Optional<?>
                || value instanceof Collection<?>
                || value instanceof Map<?, ?>
                || value instanceof Dictionary<?, ?>
                || value instanceof Throwable
                || value instanceof Event
                || value instanceof Bundle
                || value instanceof ServiceReference<?>
                || value.getClass().isArray()) {
            return nested(value);
        }
        return text(scalar(value).orElseGet(() -> foreign(value)), MAX_TEXT);
    }

    private Object nested(Object value) {
        if (above.size() >= MAX_DEPTH) {
            cut = true;
            return CUT;
        }
        if (!above.add(value)) {
            return CYCLE;
        }
        try {
            return composite(value);
        } finally {
            above.remove(value);
        }
    }

    private Object composite(Object value) {
        if (value instanceof Optional<?> optional) {
            return value(optional.orElse(null));
        }
        if (value instanceof Collection<?> items) {
            return items(items);
        }
        if (value instanceof Map<?, ?> map) {
            return members(map);
        }
        if (value instanceof Dictionary<?, ?> dictionary) {
            return members(asMap(dictionary));
        }
        if (value instanceof Throwable thrown) {
            return members(describe(thrown));
        }
        if (value instanceof Event event) {
            return members(properties(event));
        }
        if (value instanceof Bundle bundle) {
            return members(describe(bundle));
        }
        if (value instanceof ServiceReference<?> reference) {
            return members(describe(reference));
        }
        return array(value);
    }

    private List<Object> items(Collection<?> items) {
        List<Object> list = new ArrayList<>();
        try {
            for (Object item : items) {
                if (isFull(list)) {
                    break;
                }
                list.add(value(item));
            }
        } catch (RuntimeException | Error e) {
            // as in members
            cut = true;
        }
        return list;
    }

    private List<Object> array(Object array) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array) && !isFull(list); i++) {
            list.add(value(Array.get(array, i)));
        }
        return list;
    }

    private boolean isFull(List<Object> list) {
        boolean full = left <= 0 || list.size() >= MAX_ITEMS;
        if (full) {
            cut = true;
            list.add(CUT);
        }
        return full;
    }

    /** The properties of an event, in the order of their names. */
    static Map<String, Object> properties(Event event) {
        Map<String, Object> properties = new LinkedHashMap<>();
        String[] names = event.getPropertyNames();
        Arrays.sort(names);
        for (String name : names) {
            properties.put(name, event.getProperty(name));
        }
        return properties;
    }

    /** What names a bundle. */
    static Map<String, Object> describe(Bundle bundle) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", bundle.getBundleId());
        members.put("symbolicName", bundle.getSymbolicName());
        members.put("version", bundle.getVersion());
        return members;
    }

    /** What happened, and where; the trace is short. */
    static Map<String, Object> describe(Throwable thrown) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("class", thrown.getClass().getName());
        members.put("message", thrown.getMessage());
        StackTraceElement[] trace = thrown.getStackTrace();
        members.put("stack", Arrays.asList(trace).subList(0, Math.min(trace.length, MAX_STACK)));
        if (thrown.getCause() != null) {
            members.put("cause", thrown.getCause());
        }
        return members;
    }

    private static Map<String, Object> describe(ServiceReference<?> reference) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String key : List.of(Constants.SERVICE_ID, Constants.OBJECTCLASS)) {
            members.put(key, reference.getProperty(key));
        }
        // none if it is registered no longer
        members.put("bundle", reference.getBundle());
        return members;
    }

    @SuppressWarnings("unchecked") // nothing is asked of the keys but their text
    private static Map<?, ?> asMap(Dictionary<?, ?> dictionary) {
        return dictionary instanceof Map<?, ?> map ? map : FrameworkUtil.asMap((Dictionary<String, Object>) dictionary);
    }

    /** The text that an object has of itself. */
    private static String foreign(Object value) {
        try {
            String text = value.toString();
            return text == null ? "null" : text;
        } catch (RuntimeException | Error e) {
            return unreadable(value, e);
        }
    }

    private static String unreadable(Object value, Throwable failure) {
        return "(" + value.getClass().getName() + ": " + failure.getClass().getName() + ")";
    }

    /** Two names that differ only in what was cut or replaced must not become one. */
    private static String unique(Map<String, Object> members, String name) {
        String free = name;
        for (int number = 2; members.containsKey(free); number++) {
            free = name + "~" + number;
        }
        return free;
    }

    /** In JSON, in UTF-8. */
    private static int cost(int character) {
        if (character < ' ') {
            return 6;
        }
        if (character < 0x80) {
            return character == '"' || character == '\\' ? 2 : 1;
        }
        return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
