/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AudithookReaderTest extends HoconTestBase {

    private static final String ANY = "{\"_any\":\"\"}";

    @Test
    void filters_withAllTheirKeys_comeBeforeTheEndpointThatNamesThem() throws IOException {
        DesiredConfigurations desired = parse("""
                webhooks.siem { url = x, filters = [ tlp, amber ] }
                audithook {
                  filters {
                    tlp { expression { _gte.object.tlp = 3 }, action = drop, scope = global }
                    amber {
                      expression { _any = "" }
                      action = redact
                      redact { remove = [ object.a, object.b ], replace = "object.c, object.d", with = "-" }
                    }
                    gone = null
                  }
                  address { profile = public-only, allowed = [ 127.0.0.0/8, "::1" ] }
                }
                """);
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
        assertThat(desired.list())
                .extracting(Desired::pid)
                .containsExactly(
                        "io.audithook.address",
                        "io.audithook.filter~amber",
                        "io.audithook.filter~tlp",
                        "io.audithook.endpoint~siem");
        assertThat(desired.list().get(0).properties())
                .usingRecursiveComparison()
                .isEqualTo(Map.of("profile", "public-only", "allowed", new String[] {"127.0.0.0/8", "::1"}));
        assertThat(desired.list().get(1).properties())
                .usingRecursiveComparison()
                .isEqualTo(Map.of(
                        "expression",
                        ANY,
                        "action",
                        "redact",
                        "redact.remove",
                        new String[] {"object.a", "object.b"},
                        "redact.replace",
                        new String[] {"object.c", "object.d"},
                        "redact.with",
                        "-"));
        assertThat(desired.list().get(2).properties())
                .isEqualTo(Map.of(
                        "expression", "{\"_gte\":{\"object.tlp\":3}}", "action", "drop", "filter.scope", "global"));
        assertThat(desired.list().get(3).filters()).containsExactlyInAnyOrder("tlp", "amber");
        assertThat(desired.list().get(3).properties())
                .isEqualTo(Map.of(
                        "url", "x",
                        "filters.target", "(|(filter.name=tlp)(filter.name=amber))",
                        "filters.cardinality.minimum", 2));
    }

    @Test
    void filters_ofAnEndpointOfTheHive4_areNamedAlike() throws IOException {
        assertThat(endpoint("notification.webhook.endpoints = [ { name = a, url = x, filters = severe } ]"))
                .isEqualTo(Map.of(
                        "url", "x",
                        "filters.target", "(filter.name=severe)",
                        "filters.cardinality.minimum", 1));
    }

    @Test
    void filters_none_areNone() throws IOException {
        assertThat(endpoint("webhooks.a { url = x, filters = [] }")).isEqualTo(Map.of("url", "x"));
    }

    @Test
    void filters_besideTheirLongForm_areAnError() throws IOException {
        assertThat(parse("webhooks.a { url = x, filters = a, \"filters.target\" = \"(a=b)\" }")
                        .errors())
                .containsExactly(
                        at("1: webhooks.a.filters: expected no filters.target beside it, for it stands for that"));
    }

    @Test
    void filters_withWhatIsNoName_areAnError() throws IOException {
        assertThat(parse("webhooks.a { url = x, filters = [ \"a)(b=*\" ] }").errors())
                .containsExactly(at("1: webhooks.a.filters: expected a name without white space, control characters,"
                        + " ~ ( ) * and \\, found \"a)(b=*\""));
    }

    @Test
    void filters_misspelt_areAWarning_andThoseOfOthersAreNot() throws IOException {
        assertThat(parse("""
                                audithook.filters.severe.expression._any = ""
                                webhooks.a { url = x, filters = [ sever, somebody-elses ] }
                                """).warnings())
                .containsExactly(at("2: webhooks.a.filters: names sever, which is no filter of this file; did you mean"
                        + " severe?"));
    }

    @Test
    void filters_thatAreWrongThemselves_areKnown() throws IOException {
        DesiredConfigurations parsed = parse("""
                                audithook.filters.f2.action = drop
                                audithook.filters.f3.expression._any = ""
                                webhooks.a { url = x, filters = f2 }
                                """);
        assertThat(parsed.warnings()).isEmpty();
        assertThat(parsed.errors())
                .containsExactly(at("1: audithook.filters.f2: expected expression = { ... }, found only [action]"));
    }

    @Test
    void section_withMistakes_namesEachOfThem() throws IOException {
        assertThat(parse("""
                                audithook {
                                  adress {}
                                  address { alowed = "::1"
                                    profile = any }
                                  filters {
                                    "a b" { expression { _any = "" } }
                                    a = 1
                                    b { acton = drop }
                                    c { expression { _any = "" }
                                      acton = drop
                                      action = keep }
                                  }
                                }
                                """).errors())
                .containsExactly(
                        at(
                                "2: audithook.adress: expected one of [address, filters], found adress; did you mean address?"),
                        at("3: audithook.address.alowed: expected one of [allowed, profile], found alowed; did you mean"
                                + " allowed?"),
                        at("4: audithook.address.profile: expected one of [intranet, public-only], found \"any\""),
                        at("6: audithook.filters.\"a b\": expected a name without white space, control characters,"
                                + " ~ ( ) * and \\, found \"a b\""),
                        at("7: audithook.filters.a: expected an object with an expression, found a number"),
                        at("8: audithook.filters.b: expected expression = { ... }, found only [acton]"),
                        at("10: audithook.filters.c.acton: expected one of [action, redact.remove, redact.replace,"
                                + " redact.with, scope], found acton; did you mean action?"),
                        at("11: audithook.filters.c.action: expected one of [pass, drop, redact], found \"keep\""));
        assertThat(parse("audithook = 1").errors())
                .containsExactly(at("1: audithook: expected an object with filters or address, found a number"));
        assertThat(parse("audithook { filters = 1, address = 1 }").errors())
                .containsExactly(
                        at("1: audithook.address: expected an object with profile or allowed, found a number"),
                        at("1: audithook.filters: expected an object with the names of filters, found a number"));
    }

    @Test
    void section_thatSaysNothing_isNone() throws IOException {
        DesiredConfigurations desired = parse("audithook { address { allowed = [] }, filters = null }");
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.list()).isEmpty();
    }

    @Test
    void section_misspelt_isAnError() throws IOException {
        assertThat(parse("webhooks.a.url = x\naudithok { filters {} }").errors())
                .containsExactly(at("2: audithok: is not known; did you mean audithook?"));
    }
}
