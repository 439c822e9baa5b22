/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    private static final Form FORM = Form.of(Fields.class, "hidden.target").numbered("trust");

    /** The methods of a form. */
    @interface Fields {
        String url();

        String auth_type() default "";

        String auth_token() default "";

        String[] trust_path() default {};

        int snake__case() default 1;
    }

    private static List<String> problems(Form form, String key) {
        return messages(form, Map.of(key, "MARKER"));
    }

    private static List<String> messages(Form form, Map<String, Object> configuration) {
        return new Settings("p", configuration)
                .validate(
                        settings -> settings.checkKeys(form),
                        (pid, name, value, rule, suggestion, error, message) ->
                                (error ? "error " : "warning ") + message);
    }

    @Test
    void keys_areThoseOfTheMethods() {
        assertThat(FORM.keys())
                .containsExactly("auth.token", "auth.type", "hidden.target", "snake_case", "trust.path", "url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url",
                "hidden.target",
                "trust.2.path",
                "trust.17.path",
                "service.pid",
                "service.factoryPid",
                "felix.fileinstall.filename",
                ".hidden",
                "component.name",
                "config.id",
                "jmx.objectname",
                "audithook.source",
                ":configurator:version",
                "org.apache.karaf.features.configKey"
            })
    void key_knownOrOfSomebodyElse_isPassed(String key) {
        assertThat(problems(FORM, key)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ulr,url",
        "auth.tokn,auth.token",
        "auht.token,auth.token",
        "hidden.traget,hidden.target",
        "trust.pth,trust.path",
        "trust.3.pth,trust.3.path",
        "trust.1.path,trust.path"
    })
    void key_misspelt_isAnErrorWithASuggestion(String key, String meant) {
        assertThat(problems(FORM, key))
                .containsExactly("error p: " + key + " is not known; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"URL", "auth.Type", "Trust.3.Path"})
    void key_inAnotherCase_isTheSame(String key) {
        assertThat(problems(FORM, key)).isEmpty();
        assertThat(new Settings("p", Map.of(key, "v")).text(key.toLowerCase(Locale.ROOT)))
                .hasValue("v");
        assertThat(new Settings("p", Map.of("Mine.A", "v")).below("mine.")).containsValue("v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth",
                "token",
                "tokenn",
                "apikey",
                "clientsecret",
                "userName",
                "filter1",
                "fillters",
                "passwd",
                "mtls",
                "keyFile",
                "api_key"
            })
    void key_thatSpeaksOfSecurity_isAnError(String key) {
        assertThat(problems(FORM, key)).singleElement().asString().startsWith("error p: " + key + " is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "author", "description", "designer", "monkey", "region", "team.name"})
    void key_thatDoesNot_isAWarning(String key) {
        assertThat(problems(FORM, key)).containsExactly("warning p: " + key + " is not known and has no effect");
    }

    @ParameterizedTest
    @CsvSource({"hunter2secret,", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ,=", "eyJhbGciOi.J9.x,", "aZ+x/y,v"
    })
    void key_thatMayBeAPieceOfASecret_isNotShown(String key, String value) {
        assertThat(messages(FORM, Map.of(key, value == null ? "" : value)))
                .singleElement()
                .asString()
                .startsWith("error p: has a line that is no key with a value")
                .doesNotContain(key);
    }

    @Test
    void key_ofOneOfOurGroups_isAnError() {
        assertThat(problems(FORM, "auth.certificate")).containsExactly("error p: auth.certificate is not known");
    }

    @Test
    void key_ofNobody_isAWarning() {
        assertThat(problems(FORM, "owner")).containsExactly("warning p: owner is not known and has no effect");
        assertThat(problems(FORM.strict(), "owner")).containsExactly("error p: owner is not known");
        assertThat(problems(FORM, "x".repeat(100_000))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.tok", "dir", "url"})
    void fileWithoutAValueForAKnownKey_isAsIfItHadBeenCutOff(String key) {
        Map<String, Object> configuration = Map.of(key, "", "felix.fileinstall.filename", "file:/etc/p.cfg");
        assertThat(messages(FORM.neverBare(), configuration))
                .anySatisfy(message -> assertThat(message)
                        .startsWith(
                                "error p: its file has no value for any key that is known, as if it had been cut off"));
        assertThat(messages(FORM, configuration)).noneMatch(message -> message.contains("cut off"));
    }

    @Test
    void configurationWithAName_whereThereIsOneOnly_isAnError() {
        Map<String, Object> configuration = Map.of("url", "x", "service.pid", "p~old", "service.factoryPid", "p");
        assertThat(messages(FORM.single(), configuration))
                .containsExactly(
                        "error p~old: has a name behind its PID, and would take the place of the one that is meant,"
                                + " which has none; remove it");
        assertThat(messages(FORM, configuration)).isEmpty();
        assertThat(messages(FORM.single(), Map.of("url", "x", "service.pid", "p")))
                .isEmpty();
    }

    @Test
    void fileWithAValue_orNoFile_isNotCutOff() {
        Form form = FORM.neverBare();
        assertThat(messages(form, Map.of("url", "x", "felix.fileinstall.filename", "file:/etc/p.cfg")))
                .isEmpty();
        assertThat(messages(form, Map.of("trust.2.path", "x", "felix.fileinstall.filename", "file:/etc/p.cfg")))
                .isEmpty();
        assertThat(messages(form, Map.of())).isEmpty();
        assertThat(messages(form, Map.of("service.pid", "p"))).isEmpty();
    }
}
