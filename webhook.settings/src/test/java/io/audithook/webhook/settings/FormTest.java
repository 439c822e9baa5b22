/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        return new Settings("p", Map.of(key, "MARKER"))
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
        "URL,url",
        "auth.tokn,auth.token",
        "auht.token,auth.token",
        "auth.Type,auth.type",
        "hidden.traget,hidden.target",
        "trust.pth,trust.path",
        "trust.3.pth,trust.3.path",
        "trust.1.path,trust.path"
    })
    void key_misspelt_isAnErrorWithASuggestion(String key, String meant) {
        assertThat(problems(FORM, key))
                .containsExactly("error p: " + key + " is not known; did you mean " + meant + "?");
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
}
