/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ConfigurationFile;
import io.audithook.webhook.api.ConfigurationFile.State;
import io.audithook.webhook.api.ConfigurationSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesCheckTest {

    private static ConfigurationFile file(String name, State state, List<String> problems, String... warnings) {
        return new ConfigurationFile(name, state, Samples.NOW, problems, List.of(warnings));
    }

    private static Result check(ConfigurationFile... files) {
        List<ConfigurationSource> sources = Arrays.stream(files)
                .map(file -> (ConfigurationSource) () -> List.of(file))
                .toList();
        return new FilesCheck(sources).execute();
    }

    private static List<String> lines(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .map(ResultLog.Entry::getMessage)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"UNREAD,TEMPORARILY_UNAVAILABLE", "APPLIED,OK", "KEPT,CRITICAL", "MISSING,WARN"})
    void state_hasItsStatusAndIsInTheTableOfTheDocument(State state, Status status) throws IOException {
        assertThat(check(file("a.conf", state, List.of())).getStatus()).isEqualTo(status);
        assertThat(Files.readString(Path.of("../docs/health.md"))).contains("\n| `" + state + "` | " + status + " | ");
    }

    @Test
    void files_ofAllSources_haveALineEach() {
        Result result = check(
                file("a.conf", State.APPLIED, List.of()),
                file("b.conf", State.KEPT, List.of("b.conf: 1: webhooks.b: expected an object")),
                file("c.conf", State.APPLIED, List.of(), "c.conf: 2: urll has no effect"));
        assertThat(lines(result))
                .containsExactly(
                        "a.conf: APPLIED since 2026-01-31T08:00:00Z",
                        "b.conf: KEPT since 2026-01-31T08:00:00Z, what came from it before stays in force;"
                                + " b.conf: 1: webhooks.b: expected an object",
                        "c.conf: APPLIED since 2026-01-31T08:00:00Z; c.conf: 2: urll has no effect");
    }

    @Test
    void warning_ofAFileInForce_isAWarning() {
        assertThat(check(file("a.conf", State.APPLIED, List.of(), "no effect")).getStatus())
                .isEqualTo(Status.WARN);
    }

    @Test
    void files_none_areNoFault() {
        assertThat(check().getStatus()).isEqualTo(Status.OK);
        assertThat(lines(check())).containsExactly("configuration files: none is watched");
    }
}
