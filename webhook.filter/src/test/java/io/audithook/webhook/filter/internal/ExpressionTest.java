/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static boolean matches(String expression, String members) {
        return Expression.compile(expression).holds(Events.with(members).members());
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                // the shapes of TheHive's documentation
                "{\"_any\":\"\"}                                       | \"a\":1                     | true",
                "{\"_and\":[{\"_is\":{\"a\":1}},{\"_is\":{\"b\":2}}]}  | \"a\":1,\"b\":2             | true",
                "{\"_and\":[{\"_is\":{\"a\":1}},{\"_is\":{\"b\":2}}]}  | \"a\":1,\"b\":3             | false",
                "{\"_or\":[{\"_is\":{\"a\":1}},{\"_is\":{\"b\":2}}]}   | \"a\":0,\"b\":2             | true",
                "{\"_or\":[{\"_is\":{\"a\":1}},{\"_is\":{\"b\":2}}]}   | \"a\":0,\"b\":0             | false",
                "{\"_not\":{\"_is\":{\"a\":1}}}                        | \"a\":2                     | true",
                "{\"_not\":{\"_is\":{\"a\":1}}}                        | \"b\":2                     | true",
                "{\"_is\":{\"objectType\":\"case\"}}                   | \"a\":1                     | true",
                "{\"_eq\":{\"object.tlp\":2}}                          | \"object\":{\"tlp\":2}      | true",
                "{\"_is\":{\"_field\":\"a\",\"_value\":\"x\"}}         | \"a\":\"x\"                 | true",
                "{\"_gte\":{\"_field\":\"object.severity\",\"_value\":3}} | \"object\":{\"severity\":3} | true",
                "{\"_gte\":{\"a\":3}}                                  | \"a\":2                     | false",
                "{\"_gt\":{\"a\":3}}                                   | \"a\":3                     | false",
                "{\"_gt\":{\"a\":3}}                                   | \"a\":3.5                   | true",
                "{\"_lt\":{\"a\":3}}                                   | \"a\":2                     | true",
                "{\"_lt\":{\"a\":3}}                                   | \"a\":3                     | false",
                "{\"_lte\":{\"a\":3}}                                  | \"a\":3.0                   | true",
                "{\"_lte\":{\"a\":3}}                                  | \"a\":4                     | false",
                "{\"_between\":{\"_field\":\"a\",\"_from\":0,\"_to\":2}} | \"a\":0                   | true",
                "{\"_between\":{\"_field\":\"a\",\"_from\":0,\"_to\":2}} | \"a\":2                   | false",
                "{\"_between\":{\"_field\":\"a\",\"_from\":0,\"_to\":2}} | \"a\":-1                  | false",
                "{\"_in\":{\"_field\":\"a\",\"_values\":[\"x\",1]}}    | \"a\":\"x\"                 | true",
                "{\"_in\":{\"_field\":\"a\",\"_values\":[\"x\",1]}}    | \"a\":1.0                   | true",
                "{\"_in\":{\"_field\":\"a\",\"_values\":[\"x\",1]}}    | \"a\":\"1\"                 | false",
                "{\"_in\":{\"_field\":\"a\",\"_values\":[\"x\",\"y\"]}} | \"a\":[\"y\",\"z\"]        | true",
                "{\"_in\":{\"_field\":\"a\",\"_values\":[\"x\",\"y\"]}} | \"a\":[\"v\",\"z\"]        | false",
                "{\"_in\":{\"_field\":\"a\",\"_values\":[null]}}       | \"a\":null                  | true",
                "{\"_contains\":{\"a\":\"LOW\"}}                       | \"a\":\"SLOWER\"            | true",
                "{\"_contains\":{\"a\":\"LOW\"}}                       | \"a\":[\"bar\",\"LOW\"]     | true",
                "{\"_contains\":{\"a\":\"LOW\"}}                       | \"a\":[\"bar\",\"LOWER\"]   | false",
                "{\"_contains\":{\"a\":5}}                             | \"a\":[4,5.0]               | true",
                "{\"_contains\":{\"a\":5}}                             | \"a\":\"15\"                | false",
                "{\"_startsWith\":{\"a\":\"LO\"}}                      | \"a\":\"LOW\"               | true",
                "{\"_startsWith\":{\"a\":\"LO\"}}                      | \"a\":\"SLOW\"              | false",
                "{\"_endsWith\":{\"a\":\"OW\"}}                        | \"a\":\"LOW\"               | true",
                "{\"_endsWith\":{\"a\":\"OW\"}}                        | \"a\":\"LOWER\"             | false",
                "{\"_like\":{\"a\":\"*ice\"}}                          | \"a\":\"alice\"             | true",
                "{\"_like\":{\"a\":\"ali*\"}}                          | \"a\":\"alice\"             | true",
                "{\"_like\":{\"a\":\"*lic*\"}}                         | \"a\":\"alice\"             | true",
                "{\"_like\":{\"a\":\"a*c*\"}}                          | \"a\":\"alice\"             | true",
                "{\"_like\":{\"a\":\"ab*ba\"}}                         | \"a\":\"aba\"               | false",
                "{\"_like\":{\"a\":\"*a*b*ab\"}}                       | \"a\":\"abab\"              | true",
                "{\"_like\":{\"a\":\"*b*b*b\"}}                        | \"a\":\"abab\"              | false",
                "{\"_like\":{\"a\":\"alice\"}}                         | \"a\":\"Alice\"             | false",
                "{\"_like\":{\"a\":\"a.*\"}}                           | \"a\":\"alice\"             | false",
                "{\"_has\":\"object.assignee\"}                        | \"object\":{\"assignee\":null} | true",
                "{\"_has\":\"object.assignee\"}                        | \"object\":{}               | false",
                "{\"_empty\":\"a\"}                                    | \"a\":[]                    | true",
                "{\"_empty\":\"a\"}                                    | \"a\":null                  | true",
                "{\"_empty\":\"a\"}                                    | \"b\":1                     | false",
                // numbers are exact, and no texts
                "{\"_is\":{\"a\":1}}                                   | \"a\":1.0                   | true",
                "{\"_is\":{\"a\":1.50}}                                | \"a\":15e-1                 | true",
                "{\"_is\":{\"a\":1}}                                   | \"a\":\"1\"                 | false",
                "{\"_is\":{\"a\":\"1\"}}                               | \"a\":1                     | false",
                "{\"_is\":{\"a\":1}}                                   | \"a\":true                  | false",
                "{\"_is\":{\"a\":9007199254740993}}                    | \"a\":9007199254740992      | false",
                "{\"_is\":{\"a\":9223372036854775807}}                 | \"a\":9223372036854775807.0 | true",
                "{\"_gt\":{\"a\":9223372036854775807}}                 | \"a\":9223372036854775808   | true",
                "{\"_is\":{\"a\":9223372036854775808}}                 | \"a\":9.223372036854775808e18 | true",
                "{\"_lt\":{\"a\":0.1}}                                 | \"a\":0.09999999999999999999999 | true",
                "{\"_lt\":{\"a\":3}}                                   | \"a\":\"2\"                 | false",
                "{\"_lt\":{\"a\":3}}                                   | \"a\":1e-999999999          | true",
                "{\"_gt\":{\"a\":3}}                                   | \"a\":1e999999999           | true",
                // arrays and objects
                "{\"_is\":{\"a\":[1,\"x\"]}}                           | \"a\":[1.0,\"x\"]           | true",
                "{\"_is\":{\"a\":[1,\"x\"]}}                           | \"a\":[\"x\",1]             | false",
                "{\"_is\":{\"a\":\"x\"}}                               | \"a\":[\"x\"]               | false",
                "{\"_is\":{\"a\":{\"b\":1,\"c\":null}}}                | \"a\":{\"c\":null,\"b\":1}  | true",
                "{\"_is\":{\"a\":null}}                                | \"a\":null                  | true",
                "{\"_is\":{\"a\":null}}                                | \"b\":1                     | false",
                "{\"_is\":{\"a.b\":2}}                                 | \"a\":[{\"b\":1},{\"b\":2}] | true",
                "{\"_is\":{\"a.b\":3}}                                 | \"a\":[{\"b\":1},{\"b\":2}] | false",
                "{\"_is\":{\"a.b\":3}}                                 | \"a\":\"b\"                 | false",
            })
    void expression_ofAnEvent_matchesOrNot(String expression, String members, boolean matches) {
        assertThat(matches(expression, members)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"_is\":{\"a\":1}            | is not valid JSON (line 1, column 15): Unexpected end-of-input",
                "{\"_is\":{\"a\":01}}          | is not valid JSON (line 1, column 14): ",
                "{\"_is\":{\"a\":1,\"a\":2}}   | is not valid JSON (line 1, column 18): ",
                "[]                            | is wrong at / (line 1, column 1): a condition must be an object with one operator",
                "{}                            | is wrong at / (line 1, column 2): a condition must have an operator",
                "{\"_any\":\"\"} 1             | is wrong at / (line 1, column 13): nothing may follow the object",
                "{\"_sow\":{\"a\":1}}          | is wrong at /_sow (line 1, column 2): _sow is not an operator; there are _and, _any, _between,",
                "{\"_is\":{\"a\":1},\"_not\":{}} | is wrong at /_not (line 1, column 16): a condition must have one operator; put several into _and",
                "{\"_and\":{\"_is\":{\"a\":1}}} | is wrong at /_and (line 1, column 9): _and must have an array of conditions",
                "{\"_or\":[]}                  | is wrong at /_or (line 1, column 8): _or must have at least one condition",
                "{\"_not\":[{\"_any\":\"\"}]}  | is wrong at /_not (line 1, column 9): a condition must be an object with one operator",
                "{\"_and\":[{\"_any\":\"\"},{\"_gte\":{\"a\":\"3\"}}]} | is wrong at /_and/1/_gte (line 1, column 30): _gte must have a number to compare with",
                "{\"_is\":{\"a\":1,\"b\":2}}   | is wrong at /_is (line 1, column 8): _is must have one path with its value, or _field and _value",
                "{\"_is\":{\"_field\":\"a\"}}  | is wrong at /_is (line 1, column 8): _is must have _field, a path, and _value, and nothing else",
                "{\"_is\":{\"$.objectType\":1}} | is wrong at /_is (line 1, column 8): the path \"$.objectType\" must be names with a dot"
                        + " between, such as object.severity, and no JSONPath, JSON Pointer or *",
                "{\"_is\":{\"a..b\":1}}        | is wrong at /_is (line 1, column 8): the path \"a..b\" must be names with a dot between",
                "{\"_in\":{\"_field\":\"a\",\"_values\":\"x\"}} | is wrong at /_in (line 1, column 8): _in must have an array of texts, numbers",
                "{\"_in\":{\"a\":[1]}}         | is wrong at /_in (line 1, column 8): _in must have _field, a path, and _values, and nothing else",
                "{\"_between\":{\"_field\":\"a\",\"_from\":2,\"_to\":2}} | is wrong at /_between (line 1, column 13): _between must have a _from that is less than its _to",
                "{\"_like\":{\"a\":1}}         | is wrong at /_like (line 1, column 10): _like must have a text to compare with",
                "{\"_has\":{\"a\":1}}          | is wrong at /_has (line 1, column 9): _has must have a path",
            })
    void expression_thatIsWrong_isToldWhatAndWhere(String expression, String message) {
        assertThatThrownBy(() -> Expression.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message.stripTrailing());
    }

    @Test
    void place_ofAMistake_isCountedInLines() {
        assertThatThrownBy(() ->
                        Expression.compile("{\"_and\": [\n  {\"_is\": {\"a\": 1}},\n  {\"_ist\": {\"a\": 1}}\n]}"))
                .hasMessageStartingWith("is wrong at /_and/1/_ist (line 3, column 4): _ist is not an operator");
    }

    @Test
    void expression_tooLarge_isRefused() {
        String many =
                IntStream.range(0, 1_000).mapToObj(i -> "{\"_has\":\"a\"}").collect(Collectors.joining(","));
        assertThatThrownBy(() -> Expression.compile("{\"_and\":[" + many + "]}"))
                .hasMessageContaining("there must not be more than 1000 conditions");
        assertThatThrownBy(() ->
                        Expression.compile("{\"_in\":{\"_field\":\"a\",\"_values\":[" + "1,".repeat(10_000) + "1]}}"))
                .hasMessageContaining("there must not be more than 10000 values");
        assertThatThrownBy(() -> Expression.compile("{\"_not\":".repeat(65))).hasMessageContaining("is not valid JSON");
        assertThatThrownBy(() -> Expression.compile(" ".repeat(65_537)))
                .hasMessage("must not be longer than 65536 characters");
        assertThatThrownBy(() -> Expression.compile("{\"_is\":{\"a\":" + "1".repeat(101) + "}}"))
                .hasMessageContaining("is not valid JSON");
        assertThatThrownBy(() -> Expression.compile("{\"_is\":{\"a\":1e99999999999}}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Expression.compile("{\"_like\":{\"a\":\"" + "*".repeat(21) + "\"}}"))
                .hasMessageContaining("must not have more than 20 stars");
    }

    @Test
    void expression_nestedAsDeepAsMayBe_works() {
        String nested = "{\"_not\":".repeat(62) + "{\"_is\":{\"a\":1}}" + "}".repeat(62);
        assertThat(matches(nested, "\"a\":1")).isTrue();
        assertThat(matches(nested, "\"a\":2")).isFalse();
    }
}
