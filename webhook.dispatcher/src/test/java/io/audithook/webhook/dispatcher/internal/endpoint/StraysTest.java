/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StraysTest {

    private static final String UNREAD = ": nobody reads this configuration";
    private static final Map<String, Set<String>> READERS = Map.of(
            "io.audithook.endpoint", Set.of("file:dispatcher.jar"), "io.audithook.address", Set.of("file:ssl.jar"));

    private static Optional<String> judge(String pid, String factory) {
        return Strays.judge(pid, factory, "?", READERS);
    }

    @ParameterizedTest
    @CsvSource({
        "io.audithook.endpoint~a,io.audithook.endpoint",
        "io.audithook.endpoint.123,io.audithook.endpoint",
        "io.audithook.address,"
    })
    void configuration_thatIsRead_isNotToldOf(String pid, String factory) {
        assertThat(judge(pid, factory)).isEmpty();
    }

    @Test
    void signsInAName_thatHideItsChanges_areTold() {
        assertThat(judge("io.audithook.endpoint~amber (1)", "io.audithook.endpoint"))
                .contains(
                        "io.audithook.endpoint~amber (1): has a name with one of ( ) * \\ or a control character in it,"
                                + " and its changes would not be seen; give it another name");
    }

    @Test
    void name_withATilde_isNoFactorys() {
        assertThat(judge("io.audithook.endpoint~a", null))
                .contains("io.audithook.endpoint~a" + UNREAD + ", since it is not one of the factory"
                        + " io.audithook.endpoint; a file has to be called io.audithook.endpoint-a.cfg");
    }

    @Test
    void factory_withoutAName_isToldOf() {
        assertThat(judge("io.audithook.endpoint", null))
                .contains("io.audithook.endpoint: cannot be used, since it has no name; its PID has to be"
                        + " io.audithook.endpoint~NAME, its file io.audithook.endpoint-NAME.cfg");
    }

    @Test
    void pid_misspelt_isToldOfWithASuggestion() {
        assertThat(judge("io.audithook.adress", null))
                .contains("io.audithook.adress" + UNREAD + "; did you mean io.audithook.address?");
        assertThat(judge("io.audithook.endpont~z", "io.audithook.endpont"))
                .contains("io.audithook.endpont~z" + UNREAD + "; did you mean io.audithook.endpoint~z?");
        assertThat(judge("io.audithook.endpont", null))
                .contains("io.audithook.endpont" + UNREAD + "; did you mean io.audithook.endpoint~NAME?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.audithook.endpoint-siem", "io.audithook.endpoint.siem", "io.audithook.endpoint_siem"})
    void name_behindSomethingElseThanATilde_isToldOfWithASuggestion(String pid) {
        assertThat(judge(pid, null)).contains(pid + UNREAD + "; did you mean io.audithook.endpoint~siem?");
    }

    @ParameterizedTest
    @CsvSource({"io.audithook.webhook~x,io.audithook.webhook", "io.audithook.intake,", "io.audithook.,"})
    void pid_likeNoOther_isToldOfWithAllThatThereAre(String pid, String factory) {
        assertThat(judge(pid, factory))
                .contains(pid + UNREAD + "; known are io.audithook.address, io.audithook.endpoint~NAME");
    }

    @Test
    void name_behindAPidThatHasNone_isToldOf() {
        assertThat(judge("io.audithook.address~old", null))
                .contains("io.audithook.address~old" + UNREAD
                        + ", since there is only one, without a name; did you mean io.audithook.address?");
    }

    @Test
    void pid_forAVersionOfABundle_isNotToldOf() {
        assertThat(judge("io.audithook.address|io.audithook.webhook.ssl|1.0.0", null))
                .isEmpty();
    }

    @Test
    void configuration_boundToAnotherBundle_isToldOf() {
        assertThat(Strays.judge("io.audithook.address", null, "file:mine.jar", READERS))
                .contains("io.audithook.address: bound to file:mine.jar, so that nobody reads it; make it with the"
                        + " location \"?\", or set it to that");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "?region", "file:ssl.jar"})
    void configuration_thatItsBundleSees_isNotToldOf(String location) {
        assertThat(Strays.judge("io.audithook.address", null, location, READERS))
                .isEmpty();
    }

    @Test
    void configuration_thatIsBoundToNothing_isNotToldOf() {
        assertThat(Strays.judge("io.audithook.address", null, null, READERS)).isEmpty();
    }

    @Test
    void location_withAPassword_isShownWithoutIt() {
        assertThat(Strays.judge("io.audithook.address", null, "https://me:secret@repo/my.jar", READERS)
                        .orElseThrow())
                .contains("@repo/my.jar")
                .doesNotContain("secret");
    }

    @Test
    void location_ofTwoLines_isShownInOne() {
        assertThat(Strays.judge("io.audithook.address", null, "a\nb", READERS).orElseThrow())
                .startsWith("io.audithook.address: bound to a?b, so");
    }
}
