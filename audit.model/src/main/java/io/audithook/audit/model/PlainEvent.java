/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import io.audithook.audit.api.AuditEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Knows a plain event when it sees one: names and key in ASCII and without escapes, few names, short numbers without exponents,
 * little nesting. Most events are plain, and a parser for any JSON costs three times as much.
 *
 * <p>What it takes, the walk with Jackson takes, too, with the same key. Of all else, be it right or wrong, it says that it does
 * not know: nobody is refused here.
 */
final class PlainEvent {

    /** A place behind every text. Nothing fits what is read there, so who goes on from there gets nowhere. */
    private static final int UNKNOWN = 1 << 30;

    private static final int DEPTH = 16;

    /** In all objects that are open, but for the names that have rules. */
    private static final int NAMES = 64;

    private static final int NAME_LENGTH = 64;

    /** So many fit 64 bits, whichever they are. */
    private static final int DIGITS = 18;

    /** A sign, digits, a point and digits. */
    private static final int NUMBER_LENGTH = 2 * DIGITS + 2;

    /** A name is kept as the place where it begins, below some bits that most other names have not. */
    private static final int PLACE_BITS = 24;

    private static final int PLACE = (1 << PLACE_BITS) - 1;

    private static final Member[] MEMBERS = Member.values();
    private static final int REQUIRED =
            Member.OPERATION.bit | Member.OBJECT_TYPE.bit | Member.OBJECT_ID.bit | Member.START_DATE.bit;

    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    /** Eight bytes at once, the first of them lowest. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTE_TO_BLANK = ('"' ^ ' ') * EACH;
    private static final long ABOVE_BLANK = (' ' + 1) * EACH;
    private static final long BACKSLASHES = '\\' * EACH;

    private final byte[] json;

    /** Those of the innermost object last. */
    private final int[] names = new int[NAMES];

    private int size;
    private int seen;
    private boolean rooted;
    private int keyBegin;
    private int keyEnd;

    private PlainEvent(byte[] json) {
        this.json = json;
    }

    /** The ordering key of a plain event; null if it is not known to be one. */
    static String key(byte[] json, JsonLimits limits) {
        boolean within = json.length <= limits.eventBytes()
                // no string can be longer than the text it stands in
                && json.length <= limits.stringLength()
                && json.length <= PLACE
                && DEPTH <= limits.depth()
                && NAME_LENGTH <= limits.nameLength()
                && NUMBER_LENGTH <= limits.numberLength();
        return within ? new PlainEvent(json).key() : null;
    }

    private String key() {
        int begin = blanks(0);
        boolean plain =
                byteAt(begin) == '{' && blanks(object(begin, 1)) == json.length && (seen & REQUIRED) == REQUIRED;
        return plain ? new String(json, keyBegin, keyEnd - keyBegin, StandardCharsets.ISO_8859_1) : null;
    }

    // each of these takes the place where something begins, and gives the one behind it, or UNKNOWN

    private int object(int begin, int depth) {
        int outer = size;
        int at = blanks(begin + 1);
        if (byteAt(at) == '}') {
            return at + 1;
        }
        while (true) {
            if (byteAt(at) != '"') {
                return UNKNOWN;
            }
            at = blanks(depth == 1 ? member(at + 1) : value(colon(name(at + 1, outer)), depth));
            if (byteAt(at) == '}') {
                size = outer;
                return at + 1;
            }
            if (byteAt(at) != ',') {
                return UNKNOWN;
            }
            at = blanks(at + 1);
        }
    }

    private int array(int begin, int depth) {
        int at = blanks(begin + 1);
        if (byteAt(at) == ']') {
            return at + 1;
        }
        while (true) {
            at = blanks(value(at, depth));
            if (byteAt(at) == ']') {
                return at + 1;
            }
            if (byteAt(at) != ',') {
                return UNKNOWN;
            }
            at = blanks(at + 1);
        }
    }

    /** @param depth of what it stands in */
    private int value(int begin, int depth) {
        return switch (byteAt(begin)) {
            case '"' -> string(begin);
            case '{' -> depth < DEPTH ? object(begin, depth + 1) : UNKNOWN;
            case '[' -> depth < DEPTH ? array(begin, depth + 1) : UNKNOWN;
            case 't' -> literal(TRUE, begin);
            case 'f' -> literal(FALSE, begin);
            case 'n' -> literal(NULL, begin);
            default -> number(begin);
        };
    }

    /** Name and value of a member of the event itself. */
    private int member(int name) {
        for (Member member : MEMBERS) {
            // near the end of the text there are no eight bytes, but neither is there room for a value behind the name
            if (((eight(name) ^ member.first) & member.mask) == 0
                    && ((eight(name + member.ahead) ^ member.last) & member.mask) == 0) {
                boolean twice = (seen & member.bit) != 0;
                seen |= member.bit;
                return twice ? UNKNOWN : value(member, colon(name + member.length));
            }
        }
        return value(colon(name(name, 0)), 1);
    }

    /** A value by the rule of its member. */
    private int value(Member member, int begin) {
        byte first = byteAt(begin);
        if (first == 'n' && (member.bit & REQUIRED) == 0) {
            return literal(NULL, begin);
        }
        return switch (member) {
            case OPERATION, OBJECT_TYPE -> text(begin);
            case OBJECT_ID -> rooted ? text(begin) : keyText(begin);
            case ROOT_ID -> {
                rooted = true;
                yield keyText(begin);
            }
            case START_DATE -> whole(begin);
            case REQUEST_ID -> first == '"' ? string(begin) : UNKNOWN;
            case BASE -> literal(first == 't' ? TRUE : FALSE, begin);
            case DETAILS, OBJECT -> first == '{' ? object(begin, 2) : UNKNOWN;
        };
    }

    private int keyText(int begin) {
        int behind = text(begin);
        keyBegin = begin + 1;
        keyEnd = behind - 1;
        return behind;
    }

    /** A string that is what it says: not empty, and without escapes. */
    private int text(int begin) {
        int end = byteAt(begin) == '"' ? plain(begin + 1) : UNKNOWN;
        return byteAt(end) == '"' && end > begin + 1 ? end + 1 : UNKNOWN;
    }

    private int string(int begin) {
        int at = plain(begin + 1);
        while (byteAt(at) != '"') {
            if (byteAt(at) == '\\') {
                at = escape(at);
            } else if (byteAt(at) < 0) {
                at = wide(at);
            } else {
                return UNKNOWN;
            }
            at = byteAt(at) < 0 ? at : plain(at);
        }
        return at + 1;
    }

    /** A character that is not ASCII, in well-formed UTF-8 (RFC 3629, 4). */
    private int wide(int begin) {
        int first = byteAt(begin) & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return UNKNOWN;
        }
        int second = byteAt(begin + 1) & 0xFF;
        // what is overlong, a surrogate or beyond the last character shows in the second byte
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return UNKNOWN;
        }
        int end = begin + (first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4);
        for (int at = begin + 2; at < end; at++) {
            if ((byteAt(at) & 0xC0) != 0x80) {
                return UNKNOWN;
            }
        }
        return end;
    }

    private int escape(int begin) {
        return switch (byteAt(begin + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> begin + 2;
            case 'u' ->
                isHex(begin + 2) && isHex(begin + 3) && isHex(begin + 4) && isHex(begin + 5) ? begin + 6 : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    private boolean isHex(int at) {
        byte digit = byteAt(at);
        return isDigit(digit) || (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F');
    }

    private int number(int begin) {
        int point = whole(begin);
        if (byteAt(point) != '.') {
            return point;
        }
        int end = digits(point + 1);
        return end > point + 1 && end - point <= DIGITS + 1 ? end : UNKNOWN;
    }

    private int whole(int begin) {
        int first = byteAt(begin) == '-' ? begin + 1 : begin;
        int end = byteAt(first) == '0' ? first + 1 : digits(first);
        return end > first && end - first <= DIGITS ? end : UNKNOWN;
    }

    private int digits(int begin) {
        int at = begin;
        while (isDigit(byteAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte digit) {
        return digit >= '0' && digit <= '9';
    }

    private int literal(byte[] literal, int begin) {
        int end = begin + literal.length;
        return end <= json.length && Arrays.equals(json, begin, end, literal, 0, literal.length) ? end : UNKNOWN;
    }

    private int blanks(int begin) {
        int at = begin;
        while (isBlank(byteAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte blank) {
        return blank == ' ' || blank == '\n' || blank == '\r' || blank == '\t';
    }

    // from here on, what is looked for is given by its own place

    /** The value behind a name that ends with this quote. */
    private int colon(int quote) {
        int colon = blanks(quote + 1);
        return byteAt(colon) == ':' ? blanks(colon + 1) : UNKNOWN;
    }

    /** The quote behind a name, if no other in its object can be the same. */
    private int name(int begin, int outer) {
        int end = plain(begin);
        int length = end - begin;
        if (byteAt(end) != '"' || length > NAME_LENGTH || size == NAMES) {
            return UNKNOWN;
        }
        int name = (length + 7 * json[begin] + 31 * json[end - 1]) << PLACE_BITS | begin;
        for (int i = outer; i < size; i++) {
            // no name has a quote in it, so with their quotes those that are the same are as long
            int other = names[i] & PLACE;
            if ((names[i] ^ name) >>> PLACE_BITS == 0
                    && Arrays.equals(json, other, other + length + 1, json, begin, end + 1)) {
                return UNKNOWN;
            }
        }
        names[size++] = name;
        return end;
    }

    /** The first quote, backslash, control character or byte that is not ASCII, or the end. */
    private int plain(int begin) {
        int at = begin;
        while (at <= json.length - Long.BYTES) {
            long found = found((long) LONGS.get(json, at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
            at += Long.BYTES;
        }
        while (byteAt(at) >= ' ' && byteAt(at) != '"' && byteAt(at) != '\\') {
            at++;
        }
        return at;
    }

    /** The high bit of the first byte of eight that is not plain, and some bits above that; 0 if all are plain. */
    private static long found(long eight) {
        // with that bit turned, the quote and the control characters are what is not above a blank
        return ((eight ^ QUOTE_TO_BLANK) - ABOVE_BLANK | (eight ^ BACKSLASHES) - EACH | eight) & HIGH_BITS;
    }

    /** The byte there; behind the text 0, which stands nowhere in JSON. */
    private byte byteAt(int place) {
        return place < json.length ? json[place] : 0;
    }

    /** The bytes from there on; 0 if there are no eight. */
    private long eight(int place) {
        return place <= json.length - Long.BYTES ? (long) LONGS.get(json, place) : 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The members that have rules. With the quote behind it, each name is two numbers, which are one if it is short. */
    private enum Member {
        OPERATION(AuditEvent.OPERATION, 1),
        OBJECT_TYPE(AuditEvent.OBJECT_TYPE, 1 << 1),
        OBJECT_ID(AuditEvent.OBJECT_ID, 1 << 2),
        START_DATE(AuditEvent.START_DATE, 1 << 3),
        ROOT_ID(AuditEvent.ROOT_ID, 1 << 4),
        REQUEST_ID(AuditEvent.REQUEST_ID, 1 << 5),
        BASE(AuditEvent.BASE, 1 << 6),
        DETAILS(AuditEvent.DETAILS, 1 << 7),
        OBJECT(AuditEvent.OBJECT, 1 << 8);

        final int bit;
        final int length;

        /** How far the second number is behind the first. */
        final int ahead;

        final long first;
        final long last;
        final long mask;

        Member(String name, int bit) {
            this.bit = bit;
            length = name.length();
            byte[] quoted = Arrays.copyOf(ascii(name + '"'), Math.max(length + 1, Long.BYTES));
            ahead = quoted.length - Long.BYTES;
            ByteBuffer bytes = ByteBuffer.wrap(quoted).order(ByteOrder.LITTLE_ENDIAN);
            first = bytes.getLong(0);
            last = bytes.getLong(ahead);
            mask = -1L >>> (Long.SIZE - Byte.SIZE * Math.min(length + 1, Long.BYTES));
        }
    }
}
