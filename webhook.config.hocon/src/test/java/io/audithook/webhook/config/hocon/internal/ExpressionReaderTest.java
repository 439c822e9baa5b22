/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionReaderTest extends HoconTestBase {

    private static final String BEGIN = "audithook.filters.f.expression ";

    private String expression(String hocon) throws IOException {
        DesiredConfigurations desired = parse(BEGIN + hocon);
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
        return (String) desired.list().get(0).properties().get("expression");
    }

    private String error(String hocon) throws IOException {
        List<String> errors = parse(BEGIN + hocon).errors();
        assertThat(errors).hasSize(1);
        return errors.get(0).replace(at("1: audithook.filters.f.expression"), "");
    }

    @Test
    void expression_ofEveryOperator_isTheJsonThatAFilterTakes() throws IOException {
        assertThat(expression("""
                        {
                          _and = [
                            { _or = [ { _is.objectType = case }, { _eq { object.flag = true } } ] }
                            { _not { _any = "" } }
                            { _gte { object { severity = 3 } } }, { _gt { a = 1 } }, { _lte { a = 1 } }, { _lt { a = 1 } }
                            { _between { _to = 3, _from = 1, _field = object.tlp } }
                            { _in { _field = object.tags, _values = [ a, 1, null, true ] } }
                            { _contains { object.tags = b } }
                            { _like { "object.title" = "*x\\"*" } }
                            { _startsWith { object.title = 12 } }
                            { _endsWith { _field = object.title, _value = y } }
                            { _has = object.owner }
                            { _empty = object.owner }
                          ]
                        }
                        """))
                .isEqualTo(
                        "{\"_and\":[{\"_or\":[{\"_is\":{\"objectType\":\"case\"}},{\"_eq\":{\"object.flag\":true}}]},"
                                + "{\"_not\":{\"_any\":\"\"}},{\"_gte\":{\"object.severity\":3}},{\"_gt\":{\"a\":1}},"
                                + "{\"_lte\":{\"a\":1}},{\"_lt\":{\"a\":1}},"
                                + "{\"_between\":{\"_field\":\"object.tlp\",\"_from\":1,\"_to\":3}},"
                                + "{\"_in\":{\"_field\":\"object.tags\",\"_values\":[\"a\",1,null,true]}},"
                                + "{\"_contains\":{\"object.tags\":\"b\"}},{\"_like\":{\"object.title\":\"*x\\\"*\"}},"
                                + "{\"_startsWith\":{\"object.title\":\"12\"}},"
                                + "{\"_endsWith\":{\"_field\":\"object.title\",\"_value\":\"y\"}},"
                                + "{\"_has\":\"object.owner\"},{\"_empty\":\"object.owner\"}]}");
    }

    @Test
    void expression_inJson_isTheSame() throws IOException {
        String json = "{\"_and\":[{\"_is\":{\"objectType\":\"case\"}},{\"_gte\":{\"object.severity\":3}}]}";
        assertThat(expression("= " + json)).isEqualTo(json);
    }

    /** The library reads numbers as 64 bits, whole or floating. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "0.10000000000000000000000000000000001, 0.10000000000000000000000000000000001",
        "9007199254740993, 9007199254740993",
        "12345678901234567890123.0, 12345678901234567890123.0",
        "-1.50, -1.50",
        "1e400, 1E+400",
        "007, 7",
        "2., 2",
        "12345678901234567890123, 12345678901234567890123",
        ".5, 0.5",
        "\"3\", 3"
    })
    void number_whereOneIsCompared_keepsAllItsDigits(String written, String number) throws IOException {
        assertThat(expression("{ _gte { a = " + written + " } }")).isEqualTo("{\"_gte\":{\"a\":" + number + "}}");
    }

    @Test
    void number_whereAnyValueMayBe_isOneOnlyIfHoconSaysSo() throws IOException {
        assertThat(expression("{ _is { a = 0.10000000000000000000000000000000001 } }"))
                .isEqualTo("{\"_is\":{\"a\":0.10000000000000000000000000000000001}}");
        assertThat(expression("{ _is { a = \"3\" } }")).isEqualTo("{\"_is\":{\"a\":\"3\"}}");
        assertThat(expression("{ _is { a = \"1234567890123456789\" } }"))
                .isEqualTo("{\"_is\":{\"a\":\"1234567890123456789\"}}");
    }

    @Test
    void number_thatHoconTakesForAText_isAWarning() throws IOException {
        assertThat(parse(BEGIN + "{ _or = [ { _is { a.b = 12345678901234567890 } }, { _is { a = .5 } } ] }")
                        .warnings())
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning).contains("is a text for HOCON"))
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith(at("1: audithook.filters.f.expression._or[0]._is.a.b: is a text for HOCON")));
    }

    @Test
    void value_thatIsAnObject_isOneOfItsOwnUnderField() throws IOException {
        assertThat(expression("{ _is { _field = object.owner, _value { b.c = 1.50, a = [ x ] } } }"))
                .isEqualTo("{\"_is\":{\"_field\":\"object.owner\",\"_value\":{\"a\":[\"x\"],\"b\":{\"c\":1.50}}}}");
        assertThat(expression("{ _is { object.owner {} } }")).isEqualTo("{\"_is\":{\"object.owner\":{}}}");
        assertThat(expression("{ _is { object.owner = null } }")).isEqualTo("{\"_is\":{\"object.owner\":null}}");
    }

    @Test
    void expression_ofPartsFromElsewhere_isPutTogether() throws IOException {
        assertThat(parse("""
                                audithook.filters.f.expression { _and = [ ${severe} ] }
                                audithook.filters.f.expression._and += { _is.objectType = case }
                                severe { _gte.object.severity = ${min} }
                                min = 2.50
                                """).list().get(0).properties())
                .isEqualTo(Map.of(
                        "expression",
                        "{\"_and\":[{\"_gte\":{\"object.severity\":2.50}},{\"_is\":{\"objectType\":\"case\"}}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "= 3 | : expected an object with one operator, found a number",
                "= text | : expected an object with one operator, found a text",
                "{} | : expected one operator, found none",
                "{ _is.a = 1, _gt.a = 1 } | : expected one operator, found _gt and _is; put several into _and",
                "{ _and {} } | ._and: expected a list of one condition at least, found an object",
                "{ _and = [ 1 ] } | ._and[0]: expected an object with one operator, found a number",
                "{ _not = [] } | ._not: expected an object with one operator, found a list",
                "{ _is = 1 } | ._is: expected an object with a path and what to compare with, found a number",
                "{ _is {} } | ._is: expected one path with a value, found none",
                "{ _is { a { b = 1, c = 2 } } } | ._is: expected one path with a value, found a.b and a.c",
                "{ _is { _field = a } } | ._is: expected _field and _value, found _field",
                "{ _gte { a = high } } | ._gte.a: expected a number, of at most 100 characters, found a text",
                "{ _gte { a = [ 1 ] } } | ._gte.a: expected a number, found a list",
                "{ _like { a = [ 1 ] } } | ._like.a: expected one value, found a list",
                "{ _has { a = 1 } } | ._has: expected one value, found an object",
                "{ _in { a = [ 1 ] } } | ._in: expected _field and _values, found a",
                "{ _in { _field = a, _values = 1 } } | ._in._values: expected a list of values, found a number",
                "{ _between = 1 } | ._between: expected an object with _field and _from and _to, found a number",
                "{ _between { _field = a, _from = 1, _to = x } } | ._between._to: expected a number, of at most 100 characters, found a text",
            })
    void expression_thatIsWrong_isToldWithItsPlace(String hocon, String message) throws IOException {
        assertThat(error(hocon)).isEqualTo(message);
    }

    @Test
    void operator_thatIsNone_isToldWithTheOneThatIsMeant() throws IOException {
        assertThat(error("{ _an = [] }"))
                .startsWith("._an: expected one of [_and, _any, _between, ")
                .endsWith(", found _an; did you mean _and?");
    }

    @Test
    void number_thatWouldTakeLong_isRefused() throws IOException {
        assertThat(error("{ _gt { a = " + "9".repeat(1_000_000) + " } }"))
                .isEqualTo("._gt.a: expected a number, of at most 100 characters, found a text");
    }
}
