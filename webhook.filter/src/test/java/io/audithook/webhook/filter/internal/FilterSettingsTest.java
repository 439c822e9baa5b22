/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.Verdict;
import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSettingsTest {

    private static final String PID = "io.audithook.filter~secret";
    private static final String CASES = "{\"_is\":{\"objectType\":\"case\"}}";
    private static final String RED = "{\"_gte\":{\"object.tlp\":3}}";

    private static Map<String, Object> configuration(Object... keysAndValues) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return configuration;
    }

    private static Verdict verdict(String members, Object... keysAndValues) {
        FilterSettings settings = FilterSettings.from(new Settings(PID, configuration(keysAndValues)));
        return new DeclarativeFilter(settings).filter(Events.with(members));
    }

    private static String redacted(String members, Object... keysAndValues) {
        return Events.json(verdict(members, keysAndValues).replacement().orElseThrow())
                .replace("\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"1\",\"startDate\":0,", "");
    }

    private static List<String> problems(Object... keysAndValues) {
        List<String> rules = new ArrayList<>();
        for (ConfigurationProblem problem : new FilterValidator().validate(PID, configuration(keysAndValues))) {
            assertThat(problem.message()).startsWith(PID + ": ");
            rules.add(problem.message().substring(PID.length() + 2));
        }
        return rules;
    }

    @Test
    void pid_withoutAName_isRefused_whateverTheFilterIsCalled() {
        String pid = "io.audithook.filter";
        for (String name : List.of("", "mine")) {
            assertThat(new FilterValidator()
                            .validate(pid, configuration("service.pid", pid, "expression", CASES, "filter.name", name)))
                    .extracting(ConfigurationProblem::message)
                    .containsExactly(pid + ": cannot be used, since it has no name; its PID has to be"
                            + " io.audithook.filter~NAME, its file io.audithook.filter-NAME.cfg");
        }
    }

    @Test
    void name_isItsOwnOrThatOfThePid() {
        assertThat(FilterSettings.from(new Settings(PID, configuration("expression", CASES))))
                .extracting(FilterSettings::name, FilterSettings::scope, FilterSettings::action)
                .containsExactly("secret", FilterSettings.Scope.NAMED, FilterSettings.Action.PASS);
        Map<String, Object> own = configuration("expression", CASES, "filter.name", "mine", "filter.scope", "global");
        assertThat(FilterSettings.from(new Settings(PID, own)))
                .extracting(FilterSettings::name, FilterSettings::scope)
                .containsExactly("mine", FilterSettings.Scope.GLOBAL);
    }

    @Test
    void pass_keepsOnlyWhatMatches() {
        assertThat(verdict("\"object\":{\"tlp\":3}", "expression", RED)).isSameAs(Verdict.pass());
        assertThat(verdict("\"object\":{\"tlp\":2}", "expression", RED).dropReason())
                .contains("filter secret does not match");
    }

    @Test
    void drop_keepsTheOthers() {
        assertThat(verdict("\"object\":{\"tlp\":2}", "expression", RED, "action", "drop"))
                .isSameAs(Verdict.pass());
        assertThat(verdict("\"object\":{\"tlp\":3}", "expression", RED, "action", "drop")
                        .dropReason())
                .contains("filter secret matches");
    }

    @Test
    void redact_changesOnlyWhatMatches() {
        Object[] redacting = {
            "expression",
            RED,
            "action",
            "redact",
            "redact.remove",
            "object.description",
            "redact.replace",
            "object.title"
        };
        assertThat(verdict("\"object\":{\"tlp\":2,\"title\":\"t\"}", redacting)).isSameAs(Verdict.pass());
        assertThat(redacted("\"object\":{\"title\":\"t\",\"description\":\"d\",\"tlp\":3}", redacting))
                .isEqualTo("{\"object\":{\"title\":\"[redacted]\",\"tlp\":3}}");
    }

    @Test
    void redact_ofWhatAnEventDoesNotHave_leavesItAsItIs() {
        assertThat(verdict(
                        "\"object\":{\"tlp\":3}",
                        "expression",
                        RED,
                        "redact.remove",
                        "object.description, details, requestId.x"))
                .isSameAs(Verdict.pass());
    }

    @Test
    void pass_mayRedactWhatItKeeps() {
        Object[] redacting = {"expression", RED, "redact.remove", new String[] {"details"}};
        assertThat(redacted("\"details\":{\"a\":1},\"object\":{\"tlp\":3}", redacting))
                .isEqualTo("{\"object\":{\"tlp\":3}}");
        assertThat(verdict("\"object\":{\"tlp\":2}", redacting).dropReason()).isPresent();
    }

    @Test
    void redact_goesIntoArraysAndKeepsEverythingElse() {
        assertThat(redacted(
                        "\"n\":12345678901234567890.10,\"object\":{\"list\":[{\"ip\":\"a\",\"x\":null},{\"x\":1},7,[{\"ip\":2}]]}",
                        "expression",
                        CASES,
                        "redact.replace",
                        List.of("object.list.ip"),
                        "redact.with",
                        "*"))
                .isEqualTo("{\"n\":12345678901234567890.10,"
                        + "\"object\":{\"list\":[{\"ip\":\"*\",\"x\":null},{\"x\":1},7,[{\"ip\":\"*\"}]]}}");
    }

    @Test
    void problems_areAllToldAtOnce() {
        assertThat(problems(
                        "expresion",
                        CASES,
                        "filter.scope",
                        "all",
                        "action",
                        "keep",
                        "redact.remove",
                        "a..b",
                        "zzz",
                        "1"))
                .containsExactlyInAnyOrder(
                        "expresion is not known; did you mean expression?",
                        "zzz is not known",
                        "expression must be set",
                        "filter.scope=\"all\" must be named or global",
                        "action=\"keep\" must be pass, drop or redact",
                        "redact.remove=\"a..b\" must be names with a dot between, such as object.severity");
    }

    @Test
    void expression_thatIsWrong_isToldWithKeyValueAndPlace() {
        assertThat(problems("expression", "{\"_gte\":{\"object.tlp\":\"red\"}}"))
                .containsExactly(
                        "expression=\"{\"_gte\":{\"object.tlp\":\"red\"}}\" is wrong at /_gte (line 1, column 9):"
                                + " _gte must have a number to compare with");
    }

    @Test
    void redaction_thatCannotBe_isRefused() {
        assertThat(problems("expression", CASES, "redact.remove", "objectId"))
                .containsExactly("redact.remove=\"objectId\" must not be a member that every event has to have");
        assertThat(problems("expression", CASES, "redact.replace", "object"))
                .containsExactly(
                        "redact.replace=\"object\" must not be a member whose value can be no text; what is in it may");
        assertThat(problems("expression", CASES, "action", "drop", "redact.replace", "a"))
                .containsExactly(
                        "redact.replace must not be set with action drop, since nothing is left of events that match");
        assertThat(problems("expression", CASES, "action", "redact"))
                .containsExactly("redact.remove or redact.replace must be set with action redact");
        assertThat(problems("expression", CASES, "redact.with", "x"))
                .containsExactly("redact.with must not be set without redact.replace");
        // as a form has it that was saved as it is shown
        assertThat(problems("expression", CASES, "redact.with", "[redacted]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.object.title",
                "$",
                "object:title",
                "object/title",
                "/object/title",
                "object title",
                "object.a[0]",
                "$..title",
                "details.pass*",
                "a*b"
            })
    void path_ofAnotherLanguage_isRefused(String path) {
        assertThatThrownBy(() -> Path.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "must be names with a dot between, such as object.severity, and no JSONPath, JSON Pointer or *; an array on the"
                                + " way stands for each of its elements");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"details.$oid", "details.dc:title", "object.first name", "objectType", "details.a/b", "object"})
    void path_withOtherSignsInNames_isTaken(String path) {
        assertThat(Path.parse(path).names()).containsExactly(path.split("[.]"));
    }

    @Test
    void filter_thatMayBeMeantForAll_isNotTakenForANamedOne() {
        assertThat(FilterSettings.mayBeGlobal(new Settings(PID, configuration())))
                .isFalse();
        assertThat(FilterSettings.mayBeGlobal(new Settings(PID, configuration("filter.scope", "Named"))))
                .isFalse();
        assertThat(FilterSettings.mayBeGlobal(new Settings(PID, configuration("filter.scope", "globl"))))
                .isTrue();
        assertThat(FilterSettings.mayBeGlobal(new Settings(PID, configuration("filter.scpe", "global"))))
                .isTrue();
    }
}
