/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept",
                "no-accept",
                "refuse",
                "drop-connects",
                "accept; read 100B; read 64KiB; read-any; read-headers; read-request; read-to-end",
                "accept; stop-reading; start-reading; sleep 5s; sleep 0us..2ms; sleep 1500us",
                "accept; write \"\\r\\n\\t\\\"\\\\\\x00\\xff;{}#\"; fill 3MiB; gzip-zeros 10GiB",
                "accept; trickle \"ab\" every 5s; trickle \"abc\" every 50ms by 2B",
                "accept; repeat 3 { write \"a\"; forever { write \"b\" } }; reset",
                "accept; shutdown-output; drop; close; hang; next",
                "accept; tls valid; hang",
                "accept; tls expired protocol=TLSv1.2,TLSv1.3 alpn=h2 client-auth=need cut=60B; hang"
            })
    void parse_andToString_areEachOthersInverse(String text) {
        assertThat(Script.parse(text)).hasToString(text);
    }

    @Test
    void parse_isFreeInForm() {
        assertThat(Script.parse("\n  # a comment\n read-request # another\n\n;; write \"a\"\n\nforever{write\"b\"};"))
                .hasToString("accept; read-request; write \"a\"; forever { write \"b\" }");
        assertThat(Script.parse("")).hasToString("accept");
    }

    @Test
    void fluent_isTheSameAsText() {
        assertThat(Script.accept()
                        .readRequest()
                        .sleep(Duration.ofSeconds(5))
                        .write("HTTP/1.1 200 OK\r\n")
                        .reset())
                .hasToString("accept; read-request; sleep 5s; write \"HTTP/1.1 200 OK\\r\\n\"; reset");
        assertThat(Script.accept()
                        .write(new byte[] {(byte) 0xe9})
                        .then(Script.accept().hang()))
                .hasToString("accept; write \"\\xe9\"; hang");
    }

    @Test
    void readyMade_canBeReadAgain() {
        List<Fault> all = new ArrayList<>(Faults.all());
        all.addAll(Answers.all());
        all.addAll(TlsFaults.all());
        all.addAll(ProxyFaults.all());
        assertThat(all).extracting(Fault::name).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(fault -> assertThat(Script.parse(fault.script().toString()))
                        .hasToString(fault.script().toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "accept; slep 5s               | 1 | 9  | \"slep\" is no step; the steps are read-headers, read-request",
                "accept; accept                | 1 | 9  | \"accept\" is no step but the beginning of a script",
                "read                          | 1 | 5  | \"\" cannot follow read; a size is a whole number",
                "read 10KB                     | 1 | 6  | \"10KB\" cannot follow read; a size is a whole number",
                "read 0                        | 1 | 6  | read 0: at least one byte",
                "sleep 5                       | 1 | 7  | \"5\" cannot follow sleep; a time is a whole number",
                "sleep 2s..1s                  | 1 | 7  | sleep 2s..1s: from 0, and min <= max",
                "write abc                     | 1 | 7  | no text after write; bytes are written \"...\"",
                "write \"abc                   | 1 | 11 | the text does not end",
                "write \"a\\q\"                | 1 | 9  | a wrong escape; the escapes are",
                "write \"a\\x1\"               | 1 | 9  | a wrong escape; the escapes are",
                "write \"\u20ac\"              | 1 | 8  | is not in ISO-8859-1",
                "write \"a\" \"b\"             | 1 | 11 | more in one step than it takes",
                "trickle \"a\"                 | 1 | 12 | no interval; trickle \"...\" every TIME [by SIZE]",
                "repeat x { hang }             | 1 | 8  | \"x\" cannot follow repeat; a whole number of times",
                "repeat 2 hang                 | 1 | 10 | no block; what is repeated is in { }",
                "forever { hang                | 1 | 15 | a { without its }",
                "forever { }                   | 1 | 1  | a block to repeat has steps",
                "hang }                        | 1 | 6  | a } without its {",
                "refuse; hang                  | 1 | 9  | a step after refuse; it is all of a script",
                "tls best                      | 1 | 5  | \"best\" cannot follow tls; the identities are [valid,",
                "tls valid client-auth=want    | 1 | 11 | \"client-auth=want\" is no option of tls; the options are",
                "tls valid quick=1             | 1 | 11 | \"quick=1\" is no option of tls; the options are",
            })
    void parse_mistake_saysWhereAndWhich(String text, int line, int column, String message) {
        ScriptException mistake = catchThrowableOfType(ScriptException.class, () -> Script.parse(text));
        assertThat(mistake).isNotNull().hasMessageContaining(message);
        assertThat(List.of(mistake.line(), mistake.column())).containsExactly(line, column);
        assertThat(mistake).hasMessageStartingWith("line " + line + ", column " + column + ": ");
    }

    @Test
    void parse_mistakeInALaterLine_saysTheLine() {
        assertThatThrownBy(() -> Script.parse("accept\nread-request\n  boom"))
                .hasMessageStartingWith("line 3, column 3: \"boom\" is no step");
    }

    @Test
    void fluent_mistake_isRefused() {
        assertThatThrownBy(() -> Script.refuse().hang()).hasMessageContaining("refuse can only be all of a script");
        assertThatThrownBy(() -> Script.accept().hang().then(Script.noAccept()))
                .hasMessageContaining("no-accept can only be all of a script");
        assertThatThrownBy(() -> Script.accept().write("\u20ac")).hasMessageContaining("beyond ISO-8859-1 at 0");
        assertThatThrownBy(() -> Script.accept().repeat(0, Script.accept().hang()))
                .hasMessageContaining("at least once");
    }
}
