/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.ScriptException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the text form of scripts. */
public final class ScriptParser {

    private static final String RULE = "a script is steps with ; or line ends between them, such as"
            + " accept; read-request; sleep 5s; write \"HTTP/1.1 200 OK\\r\\n\"; reset";

    private final Map<String, Supplier<Step>> steps = new LinkedHashMap<>();
    private final Scanner scanner;

    private ScriptParser(String text) {
        scanner = new Scanner(text);
        for (ReadSteps each : ReadSteps.values()) {
            steps.put(each.toString(), () -> each);
        }
        for (EndSteps each : EndSteps.values()) {
            steps.put(each.toString(), () -> each);
        }
        steps.put("read", () -> new Read(argument("read", Words.SIZE_RULE, Words::size)));
        steps.put("sleep", this::sleep);
        steps.put("write", () -> new Write(data("write")));
        steps.put("trickle", this::trickle);
        steps.put("fill", () -> new Fill(argument("fill", Words.SIZE_RULE, Words::size)));
        steps.put("gzip-zeros", () -> new GzipZeros(argument("gzip-zeros", Words.SIZE_RULE, Words::size)));
        steps.put("tls", this::tls);
        steps.put("repeat", () -> repeat(argument("repeat", "a whole number of times", Long::parseLong)));
        steps.put("forever", () -> repeat(Repeat.FOREVER));
    }

    /**
     * Reads a script.
     *
     * @throws ScriptException if the text breaks a rule; it says where and which
     */
    public static Program parse(String text) {
        ScriptParser parser = new ScriptParser(text);
        Program program = parser.script();
        if (!parser.scanner.atEnd()) {
            throw parser.scanner.error("a } without its {", RULE);
        }
        return program;
    }

    private Program script() {
        scanner.skipSeparators();
        Program program = Program.EMPTY;
        Optional<Arrival> arrival = Stream.of(Arrival.values())
                .filter(each -> scanner.peekIs(each.toString()))
                .findFirst();
        if (arrival.isPresent()) {
            scanner.word();
            program = Program.of(arrival.get());
        }
        return rest(program, arrival.isPresent());
    }

    private Program rest(Program begun, boolean separatorDue) {
        Program program = begun;
        boolean due = separatorDue;
        while (true) {
            boolean separated = scanner.skipSeparators();
            if (scanner.atEnd() || scanner.peekIs("}")) {
                return program;
            }
            if (due && !separated) {
                throw scanner.error("more in one step than it takes", RULE);
            }
            program = program.arrival() == Arrival.ACCEPT ? program.with(step()) : afterArrival(program);
            due = true;
        }
    }

    private Program afterArrival(Program program) {
        throw scanner.error("a step after " + program.arrival(), "it is all of a script: there is no connection");
    }

    private Step step() {
        scanner.mark();
        String name = scanner.word();
        Supplier<Step> step = steps.get(name);
        if (step == null) {
            boolean arrival = Arrays.stream(Arrival.values())
                    .anyMatch(each -> each.toString().equals(name));
            throw scanner.errorAtMark(
                    "\"" + name + "\" is no step" + (arrival ? " but the beginning of a script" : ""),
                    "the steps are " + String.join(", ", steps.keySet()));
        }
        try {
            return step.get();
        } catch (ScriptException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw scanner.errorAtMark(String.valueOf(e.getMessage()), RULE);
        }
    }

    private <T> T argument(String step, String rule, Function<String, T> read) {
        scanner.mark();
        String word = scanner.word();
        try {
            return read.apply(word);
        } catch (IllegalArgumentException e) {
            throw scanner.errorAtMark("\"" + word + "\" cannot follow " + step, rule);
        }
    }

    private Step sleep() {
        List<Duration> bounds = argument(
                "sleep",
                Words.TIME_RULE,
                word -> Stream.of(word.split("\\.\\.", 2)).map(Words::time).toList());
        return new Sleep(bounds.get(0), bounds.get(bounds.size() - 1));
    }

    private Bytes data(String step) {
        scanner.mark();
        if (!scanner.peekIs("\"")) {
            throw scanner.error("no text after " + step, "bytes are written \"...\", with \\r \\n \\t \\\" \\\\ \\xHH");
        }
        return new Bytes(scanner.quoted());
    }

    private Step trickle() {
        Bytes bytes = data("trickle");
        if (!scanner.peekIs("every")) {
            throw scanner.error("no interval", "trickle \"...\" every TIME [by SIZE]");
        }
        scanner.word();
        Duration interval = argument("every", Words.TIME_RULE, Words::time);
        int piece = 1;
        if (scanner.peekIs("by")) {
            scanner.word();
            piece = Math.toIntExact(argument("by", Words.SIZE_RULE, Words::size));
        }
        return new Trickle(bytes, piece, interval);
    }

    private Step repeat(long times) {
        if (!scanner.peekIs("{")) {
            throw scanner.error("no block", "what is repeated is in { }");
        }
        scanner.take('{');
        Program block = rest(Program.EMPTY, false);
        if (!scanner.peekIs("}")) {
            throw scanner.error("a { without its }", RULE);
        }
        scanner.take('}');
        return new Repeat(times, block);
    }

    private Step tls() {
        Certificates certificates = Certificates.shared();
        TlsSettings tls = argument(
                "tls", "the identities are " + Certificates.NAMES, name -> TlsSettings.of(certificates.named(name)));
        while (scanner.peekIsWord()) {
            scanner.mark();
            String option = scanner.word();
            String value = option.substring(option.indexOf('=') + 1);
            String[] values = value.split(",", -1);
            switch (option.substring(0, option.length() - value.length())) {
                case "protocol=" -> tls = tls.withProtocols(values);
                case "cipher=" -> tls = tls.withCiphers(values);
                case "alpn=" -> tls = tls.withAlpn(values);
                case "client-auth=" -> {
                    if (!value.equals("need")) {
                        throw wrongOption(option);
                    }
                    tls = tls.withClientTrust(certificates.trustStore());
                }
                case "cut=" -> tls = tls.withCut(Words.size(value));
                default -> throw wrongOption(option);
            }
        }
        return new StartTls(tls);
    }

    private ScriptException wrongOption(String option) {
        return scanner.errorAtMark(
                "\"" + option + "\" is no option of tls",
                "the options are protocol=, cipher=, alpn=, client-auth=need, cut=");
    }
}
