/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.InvalidAuditEventException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainEventTest {

    private static final String REQUIRED =
            "\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"1\",\"startDate\":1";

    private static final JsonLimits LIMITS = JsonLimits.DEFAULT;

    private final EventChecker checker = new EventChecker(AuditEventJson.factory(LIMITS), LIMITS);

    /** Between the dashes of {@code {REQUIRED,"a":"--"}}. */
    private static final int PLACE = REQUIRED.length() + 8;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] example(String name) throws IOException {
        try (InputStream in = PlainEventTest.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        }
    }

    /** As the bench has them. */
    private static byte[] large() {
        return bytes(
                "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"417\",\"startDate\":1505477372601,"
                        + "\"base\":true,\"requestId\":\"13b17ff13d1cfc56:2b7b048b\",\"details\":{\"severity\":3,\"description\":\""
                        + "An audit event of about one kilobyte. ".repeat(20)
                        + "\"},\"object\":{\"_type\":\"case\",\"owner\":\"me\",\"tlp\":2}}");
    }

    private static String key(String text) {
        return PlainEvent.key(bytes(text), LIMITS);
    }

    @Test
    void examples_arePlain() throws IOException {
        assertThat(PlainEvent.key(example("event-creation.json"), LIMITS)).isEqualTo("AV6FZsTj0KeanEfOQfd_");
        assertThat(PlainEvent.key(example("event-update.json"), LIMITS)).isEqualTo("AV6FZsTj0KeanEfOQfd_");
        assertThat(PlainEvent.key(large(), LIMITS)).isEqualTo("417");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{REQ}|1",
                "` \t\r\n{ REQ \n} \t\r\n`|1",
                "{REQ,\"rootId\":\"r\"}|r",
                "{\"rootId\":\"r\",REQ}|r",
                "{\"rootId\":null,REQ}|1",
                "{REQ,\"rootId\":\"twenty characters it is\"}|twenty characters it is",
                "{REQ,\"requestId\":null,\"base\":null,\"details\":null,\"object\":null}|1",
                "{REQ,\"requestId\":\"\",\"base\":false,\"details\":{},\"object\":{ }}|1",
                "{REQ,\"a\":[],\"b\":[ ],\"c\":[1, [\"x\" , {\"a\":null}] ,true,false]}|1",
                "{REQ,\"a\":[0,-0,-1,0.5,-10.25,999999999999999999,-0.000000000000000001]}|1",
                "{REQ,\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uABcd\\ud83d\\uDE00 { } [ ] : ,\"}|1",
                "{REQ,\"requestId\":\"a\\n\"}|1",
                "{REQ,\"requestId\":\"\u00e4\",\"a\":\"\u00df\u20acx\ud83d\ude00\\n\u4e2d\u6587\"}|1",
                "{REQ,\"object\":{\"operation\":1,\"a\":{\"a\":{\"a\":1},\"b\":1}},\"a\":1}|1",
                "{REQ,\"a\":{\"operation\":\"\",\"objectId\":\"2\",\"rootId\":\"r\"}}|1",
                "{REQ,\"\":1,\"~\":2,\"operations\":3,\"bas\":4,\"base2\":5,\"Base\":6}|1",
            })
    void plainEvent_isTaken_withTheKeyOfTheWalk(String text, String key) {
        byte[] json = bytes(text.replace("REQ", REQUIRED));
        assertThat(PlainEvent.key(json, LIMITS)).isEqualTo(key);
        assertThat(checker.walk(json)).isEqualTo(key);
    }

    @Test
    void fewNamesAndLevels_areTaken_upToTheLast() {
        StringBuilder names = new StringBuilder(REQUIRED);
        for (int i = 0; i < 64; i++) {
            names.append(",\"")
                    .append("n".repeat(62))
                    .append((char) ('0' + i / 10))
                    .append((char) ('0' + i % 10))
                    .append("\":1");
        }
        assertThat(key("{" + names + "}")).isEqualTo("1");
        assertThat(key("{" + names + ",\"x\":1}")).isNull();
        String deep = "[".repeat(15) + "]".repeat(15);
        assertThat(key("{" + REQUIRED + ",\"a\":" + deep + "}")).isEqualTo("1");
        assertThat(key("{" + REQUIRED + ",\"a\":[" + deep + "]}")).isNull();
        String deepObject = "{\"a\":".repeat(15) + "1" + "}".repeat(15);
        assertThat(key("{" + REQUIRED + ",\"a\":" + deepObject + "}")).isEqualTo("1");
        assertThat(key("{" + REQUIRED + ",\"a\":{\"a\":" + deepObject + "}}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{REQ,\"rootId\":\"\u00e4\"}",
                "{REQ,\"\u00e4\":1}",
                "{REQ,\"\\u0061\":1}",
                "{REQ,\"rootId\":\"\\u0061\"}",
                "{\"operation\":\"a\\n\",\"objectType\":\"case\",\"objectId\":\"1\",\"startDate\":1}",
                "{REQ,\"a\":1e3}",
                "{REQ,\"a\":0.5E-1}",
                "{REQ,\"a\":1000000000000000000}",
                "{REQ,\"a\":0.0000000000000000001}",
                "{\"operation\":\"a\",\"objectType\":\"case\",\"objectId\":\"1\",\"startDate\":9223372036854775807}",
                "{REQ,\"a\":{\"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\":1}}",
            })
    void otherEvent_isLeftToTheWalk_whichTakesIt(String text) {
        String json = text.replace("REQ", REQUIRED);
        assertThat(key(json)).isNull();
        assertThat(checker.check(bytes(json))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "{}",
                "{REQ",
                "{REQ,",
                "{REQ,}",
                "{,REQ}",
                "{REQ}}",
                "{REQ} {}",
                "{\"a\":{REQ}}",
                "{REQ}\u0000",
                "\uFEFF{REQ}",
                "\u000c{REQ}",
                "{REQ,\"a\"}",
                "{REQ,\"a\":}",
                "{REQ,\"a\" 1}",
                "{REQ,\"a\":1 \"b\":1}",
                "{REQ,a:1}",
                "{REQ,'a':1}",
                "{REQ,\"a\":1,\"a\":2}",
                "{REQ,\"a\":1,\"b\":{\"b\":1},\"b\":2}",
                "{REQ,\"object\":{\"a\":1,\"b\":{\"a\":1},\"a\":2}}",
                "{REQ,\"object\":{\"\":1,\"\":2}}",
                "{REQ,\"startDate\":1}",
                "{REQ,\"rootId\":null,\"rootId\":\"r\"}",
                "{REQ,\"object\":{},\"object\":{}}",
                "{REQ,\"rootId\":\"\"}",
                "{REQ,\"rootId\":7}",
                "{REQ,\"requestId\":7}",
                "{REQ,\"base\":\"yes\"}",
                "{REQ,\"base\":{}}",
                "{REQ,\"details\":[]}",
                "{REQ,\"object\":true}",
                "{REQ,\"object\":[}}",
                "{REQ,\"a\":[1,]}",
                "{REQ,\"a\":[,1]}",
                "{REQ,\"a\":[1 2]}",
                "{REQ,\"a\":[1}",
                "{REQ,\"a\":{]}",
                "{REQ,\"a\":01}",
                "{REQ,\"a\":-}",
                "{REQ,\"a\":-01}",
                "{REQ,\"a\":+1}",
                "{REQ,\"a\":.5}",
                "{REQ,\"a\":1.}",
                "{REQ,\"a\":1.5.5}",
                "{REQ,\"a\":1x}",
                "{REQ,\"a\":NaN}",
                "{REQ,\"a\":tru}",
                "{REQ,\"a\":nul",
                "{REQ,\"a\":True}",
                "{REQ,\"a\":truee}",
                "{REQ,\"a\":\"}",
                "{REQ,\"a\":\"\u0001\"}",
                "{REQ,\"a\":\"\n\"}",
                "{REQ,\"a\n\":1}",
                "{REQ,\"a\":\"\\x\"}",
                "{REQ,\"a\":\"\\u12g4\"}",
                "{REQ,\"a\":\"\\u123\"}",
                "{REQ,\"a\":\"\\",
                "{REQ,/**/\"a\":1}",
            })
    void whatIsWrong_isLeftToTheWalk_whichRefusesIt(String text) {
        byte[] json = bytes(text.replace("REQ", REQUIRED));
        assertThat(PlainEvent.key(json, LIMITS)).isNull();
        assertThatThrownBy(() -> checker.check(json)).isInstanceOf(InvalidAuditEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation", "objectType", "objectId", "startDate"})
    void requiredMember_thatIsWrong_isLeftToTheWalk(String name) {
        for (String value : List.of("null", "\"\"", "true", "{}", "1.5", "\"1", "-")) {
            String other = REQUIRED.replaceFirst(
                    "\"" + name + "\":[^,]+", "\"" + name + "\":" + Matcher.quoteReplacement(value));
            assertThat(key("{" + other + "}")).as(other).isNull();
        }
        assertThat(key("{" + REQUIRED.replace(name, "other") + "}")).isNull();
    }

    @Test
    void textNearALimit_isLeftToTheWalk() {
        byte[] json = bytes("{" + REQUIRED + "}");
        int length = json.length;
        assertThat(PlainEvent.key(json, new JsonLimits(length, 16, length, 64, 38)))
                .isEqualTo("1");
        assertThat(PlainEvent.key(json, new JsonLimits(length - 1, 16, length, 64, 38)))
                .isNull();
        assertThat(PlainEvent.key(json, new JsonLimits(length, 15, length, 64, 38)))
                .isNull();
        assertThat(PlainEvent.key(json, new JsonLimits(length, 16, length - 1, 64, 38)))
                .isNull();
        assertThat(PlainEvent.key(json, new JsonLimits(length, 16, length, 63, 38)))
                .isNull();
        assertThat(PlainEvent.key(json, new JsonLimits(length, 16, length, 64, 37)))
                .isNull();
        JsonLimits none = new JsonLimits(Integer.MAX_VALUE, 100, Integer.MAX_VALUE, 1024, 100);
        byte[] large = Arrays.copyOf(json, 1 << 24);
        Arrays.fill(large, length, large.length, (byte) ' ');
        assertThat(PlainEvent.key(large, none)).isNull();
        assertThat(PlainEvent.key(Arrays.copyOf(large, large.length - 1), none)).isEqualTo("1");
    }

    @Test
    void text_cutOffAnywhere_isLeftToTheWalk() throws IOException {
        for (byte[] json :
                List.of(example("event-update.json"), bytes("{" + REQUIRED + ",\"base\":true,\"rootId\":\"r\"}"))) {
            int end = new String(json, StandardCharsets.US_ASCII).lastIndexOf('}');
            for (int length = 0; length <= end; length++) {
                assertThat(PlainEvent.key(Arrays.copyOf(json, length), LIMITS)).isNull();
            }
            assertThat(PlainEvent.key(Arrays.copyOf(json, end + 1), LIMITS)).isNotNull();
        }
    }

    @Test
    void string_ofAnyLengthAtAnyPlace_endsWithItsQuote() {
        for (int bytes = 1; bytes < 40; bytes++) {
            for (int wrong = 0; wrong < bytes; wrong++) {
                for (char c : new char[] {'"', '\\', '\u001f', '\u0000', '\u0080', '\u00ff'}) {
                    byte[] json = ("{" + REQUIRED + ",\"a\":\"" + "x".repeat(bytes) + "\"}")
                            .getBytes(StandardCharsets.ISO_8859_1);
                    assertThat(PlainEvent.key(json, LIMITS)).isEqualTo("1");
                    json[json.length - 2 - bytes + wrong] = (byte) c;
                    assertThat(PlainEvent.key(json, LIMITS)).isNull();
                }
            }
        }
    }

    /** What decoders that are strict take, and nothing else: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
    @Test
    void characters_thatAreNotAscii_areTakenIfTheyAreWellFormed() {
        int[] others = {'x', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
        int taken = 0;
        for (int first = 0x80; first <= 0xFF; first++) {
            for (int second : others) {
                for (int third : others) {
                    for (int fourth : others) {
                        byte[] wide = {(byte) first, (byte) second, (byte) third, (byte) fourth};
                        byte[] json = with(bytes("{" + REQUIRED + ",\"a\":\"--\"}"), PLACE, PLACE, wide);
                        boolean wellFormed = isWellFormed(wide);
                        assertThat(PlainEvent.key(json, LIMITS))
                                .as("%x %x %x %x", first, second, third, fourth)
                                .isEqualTo(wellFormed ? "1" : null);
                        taken += wellFormed ? 1 : 0;
                    }
                }
            }
        }
        assertThat(taken).isGreaterThan(1000);
    }

    private static boolean isWellFormed(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void whatIsTaken_theWalkTakes_withTheSameKey() throws IOException {
        int tried = 40_000;
        int taken = taken(7, tried);
        // of what is nearly an event a good part is one, or nothing would be shown here
        assertThat(taken).isBetween(tried / 5, tried * 4 / 5);
    }

    /** How many of so many texts are taken for plain events; each of them is one. */
    static int taken(long seed, int number) throws IOException {
        Random random = new Random(seed);
        EventChecker checker = new EventChecker(AuditEventJson.factory(LIMITS), LIMITS);
        List<byte[]> examples = List.of(example("event-creation.json"), example("event-update.json"), large());
        int taken = 0;
        for (int i = 0; i < number; i++) {
            byte[] json = random.nextInt(4) > 0 ? bytes(event(random)) : examples.get(random.nextInt(3));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                json = changed(json, random);
            }
            String key = PlainEvent.key(json, LIMITS);
            if (key != null) {
                taken++;
                try {
                    assertThat(checker.walk(json)).isEqualTo(key);
                } catch (InvalidAuditEventException e) {
                    throw new AssertionError(new String(json, StandardCharsets.ISO_8859_1), e);
                }
            }
        }
        return taken;
    }

    /** Most often one with all it needs, in any order, and more or less by the rules. */
    private static String event(Random random) {
        List<String> members = new ArrayList<>(List.of(REQUIRED.split(",")));
        if (random.nextInt(20) == 0) {
            members.remove(random.nextInt(members.size()));
        }
        List<String> rules = List.of(
                "\"rootId\":\"r\"", "\"requestId\":\"q\"", "\"base\":true", "\"details\":{\"a\":1}", "\"object\":{}");
        for (String member : rules) {
            if (random.nextInt(3) == 0) {
                String name = member.substring(0, member.indexOf(':') + 1);
                members.add(random.nextInt(5) == 0 ? name + value(random, 3) : member);
            }
        }
        for (int more = random.nextInt(4); more > 0; more--) {
            members.add(name(random) + ":" + value(random, 1));
        }
        if (random.nextInt(10) == 0) {
            members.add(members.get(random.nextInt(members.size())));
        }
        Collections.shuffle(members, random);
        return "{" + String.join(random.nextBoolean() ? "," : " ,\n\t", members) + "}";
    }

    private static String name(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "\"" + "n".repeat(60 + random.nextInt(8)) + "\"";
            case 1 -> "\"n\\u0061\"";
            case 2 -> "\"\"";
            case 3 ->
                "\""
                        + List.of("operation", "objectId", "rootId", "base", "object")
                                .get(random.nextInt(5)) + "\"";
            case 4 -> "\"operations\"";
            default -> "\"n" + random.nextInt(30) + "\"";
        };
    }

    private static String value(Random random, int depth) {
        String[] odd = {
            "null",
            "true",
            "false",
            "\"\"",
            "\"x\"",
            "\"\\n\\\"\\\\\"",
            "\"\\ud800\"",
            "\"\\uDc00\\ud83d\"",
            "\"\\u00e4\"",
            "\"\u00e4\u20ac\"",
            "0",
            "-0",
            "-0.0",
            "7",
            "1.50",
            "123456789012345678",
            "1234567890123456789",
            "-999999999999999999",
            "0.123456789012345678",
            "1e9",
            "1E+2",
            "\"" + "long ".repeat(random.nextInt(9)) + "\"",
            "[]",
            "{}",
            "[ ]",
            "{ }",
            "00",
            "1.",
            "-",
            "nil",
            "\"\\q\""
        };
        // what is wrong stands last and is rare
        int choice = random.nextInt(depth > 20 ? odd.length : odd.length + 12);
        if (choice < odd.length) {
            return choice >= odd.length - 5 && random.nextInt(4) > 0 ? "1" : odd[choice];
        }
        StringBuilder text = new StringBuilder();
        boolean object = choice % 2 == 0;
        int deeper = random.nextInt(30) == 0 ? depth + 14 : depth + 1;
        text.append("[".repeat(deeper - depth - 1)).append(object ? "{" : "[");
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(object ? name(random) + " : " : "")
                    .append(value(random, deeper))
                    .append(i > 0 ? "," : "");
        }
        return text.append(object ? "}" : "]")
                .append("]".repeat(deeper - depth - 1))
                .toString();
    }

    /** One place of it in another way. */
    private static byte[] changed(byte[] json, Random random) {
        int at = random.nextInt(json.length + 1);
        int to = Math.min(json.length, at + (random.nextBoolean() ? 1 : random.nextInt(30)));
        byte[] part = Arrays.copyOfRange(json, at, to);
        byte[] special = bytes("\"\\{}[]:,0-.eE+utfn/ \n\t\u0000\u001f\u007f\u00e4");
        byte[] one = {random.nextInt(4) == 0 ? (byte) random.nextInt(256) : special[random.nextInt(special.length)]};
        byte[] letter = {(byte) ('a' + random.nextInt(26))};
        return switch (random.nextInt(9)) {
            case 0 -> with(json, at, to, new byte[0]);
            case 1 -> with(json, at, at, one);
            case 2 -> with(json, at, Math.min(at + 1, json.length), one);
            case 3 -> with(json, at, Math.min(at + 1, json.length), letter);
            case 4 -> with(json, at, at, part);
            case 5 -> with(json, random.nextInt(at + 1), at, part);
            case 6 -> with(json, at, to, bytes(value(random, 1)));
            case 7 -> with(json, at, at, bytes(" "));
            default -> member(json, random);
        };
    }

    /** With one more member, wherever one begins. */
    private static byte[] member(byte[] json, Random random) {
        int at = random.nextInt(json.length + 1);
        while (at < json.length && json[at] != ',' && json[at] != '}') {
            at++;
        }
        return with(json, at, at, bytes("," + name(random) + ":" + value(random, 2)));
    }

    private static byte[] with(byte[] json, int from, int to, byte[] part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(json, 0, from);
        out.writeBytes(part);
        out.write(json, to, json.length - to);
        return out.toByteArray();
    }
}
