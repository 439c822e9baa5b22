/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Does what the commands say. What is wrong with a command, or what could not be done, is an exception whose message says
 * it; the result is what to show.
 */
final class Commands {

    /** The dispatcher remembers no more. */
    private static final int MOST_ATTEMPTS = 64;

    private static final int MOST_LETTERS = 10_000;
    private static final int SHOWN = 20;
    private static final int SHOWN_OPEN = 5;

    /** An action is durable long before; a test ends by the time-outs of its endpoint. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Endpoints endpoints;
    private final Directory directory;
    private final InstantSource clock;

    Commands(Endpoints endpoints, InstantSource clock) {
        this.endpoints = endpoints;
        this.directory = new Directory(endpoints);
        this.clock = clock;
    }

    /**
     * Runs a command.
     *
     * @param operator who it is that wants it
     * @param report takes what is to be shown beside the result, or though there is none
     * @return text, or a list of texts; null if there is nothing to show but what was reported
     * @throws IllegalArgumentException if an argument is wrong
     * @throws CommandFailedException if it cannot be done
     */
    Object run(Command command, List<String> texts, String operator, Consumer<String> report)
            throws CommandFailedException, InterruptedException {
        Arguments arguments = Arguments.parse(command, texts);
        if (arguments.has(Option.HELP)) {
            // not as a result: Karaf's help looks at what a command prints
            report.accept(command.help());
            return null;
        }
        EndpointActions actions = endpoints.as(operator);
        boolean json = arguments.has(Option.JSON);
        return switch (command) {
            case LIST -> list(arguments, json);
            case INFO -> info(endpoint(arguments), json);
            case TEST -> test(endpoint(arguments), actions, json, report);
            case ATTEMPTS -> attempts(endpoint(arguments), arguments, json);
            case DEADLETTERS -> deadLetters(endpoint(arguments), arguments, json);
            case REDRIVE -> redrive(endpoint(arguments), selected(arguments), actions, json);
            case PURGE -> purge(endpoint(arguments), selected(arguments), actions, json);
            case REPLAY -> replay(endpoint(arguments), arguments, actions, json);
            case REPLAYS -> replays(json);
            case CANCEL -> cancel(arguments.operand().orElseThrow(), actions, json);
            case PAUSE -> pause(endpoint(arguments), actions, json);
            case RESUME -> resume(endpoint(arguments), actions, json);
            case LAG -> lag(arguments, json);
            case VERIFY -> verify(actions, json, report);
        };
    }

    // ---------------------------------------------------------------- looking

    private Object list(Arguments arguments, boolean json) {
        List<EndpointStatus> all = directory.all();
        if (arguments.has(Option.NAMES)) {
            List<String> names = all.stream().map(EndpointStatus::name).toList();
            return json ? Json.write(names) : names;
        }
        if (json) {
            return Json.write(all.stream().map(Documents::of).toList());
        }
        return Tables.endpoints(all);
    }

    private String info(EndpointStatus endpoint, boolean json) {
        List<Attempt> attempts = endpoints.attempts(endpoint.name(), MOST_ATTEMPTS);
        InfoPage page = new InfoPage(
                endpoint,
                attempts.stream().findFirst(),
                attempts.stream().filter(attempt -> !isDelivered(attempt)).findFirst(),
                endpoints.open(endpoint.name(), SHOWN_OPEN),
                endpoints.publicKeys(endpoint.name()),
                clock.instant());
        return json ? Json.write(page.document()) : page.toString();
    }

    private String attempts(EndpointStatus endpoint, Arguments arguments, boolean json) {
        List<Attempt> attempts =
                endpoints.attempts(endpoint.name(), arguments.number(Option.MAX, SHOWN, MOST_ATTEMPTS));
        return json ? Json.write(attempts.stream().map(Documents::of).toList()) : Tables.attempts(attempts);
    }

    private String deadLetters(EndpointStatus endpoint, Arguments arguments, boolean json) {
        int max = arguments.number(Option.MAX, SHOWN, MOST_LETTERS);
        List<DeadLetter> letters = endpoints.deadLetters(endpoint.name(), selection(arguments), Long.MAX_VALUE, max);
        if (json) {
            return Json.write(letters.stream().map(Documents::of).toList());
        }
        return Tables.letters(letters);
    }

    private String replays(boolean json) {
        List<Replay> replays = endpoints.replays();
        if (json) {
            return Json.write(replays.stream().map(Documents::of).toList());
        }
        return Tables.replays(replays);
    }

    private String lag(Arguments arguments, boolean json) {
        List<EndpointStatus> shown = arguments.operand().isPresent() ? List.of(endpoint(arguments)) : directory.all();
        Instant now = clock.instant();
        if (json) {
            return Json.write(shown.stream().map(endpoint -> lag(endpoint, now)).toList());
        }
        return Tables.lag(shown, now);
    }

    private static Map<String, Object> lag(EndpointStatus endpoint, Instant now) {
        LaneStats stats = endpoint.stats();
        long ageMillis = stats.oldestPending()
                .map(oldest -> Math.max(0, Duration.between(oldest, now).toMillis()))
                .orElse(0L);
        return Map.of(
                "name", endpoint.name(),
                "state", endpoint.state().name(),
                "pending", stats.pending(),
                "parked", stats.parked(),
                "oldestAgeMillis", ageMillis);
    }

    // ---------------------------------------------------------------- acting

    private static String test(EndpointStatus endpoint, EndpointActions actions, boolean json, Consumer<String> report)
            throws CommandFailedException, InterruptedException {
        Attempt attempt = await(actions.test(endpoint.name()));
        String shown = json ? Json.write(Documents.of(attempt)) : Tables.attempts(List.of(attempt));
        if (isDelivered(attempt)) {
            return shown;
        }
        report.accept(shown);
        throw new CommandFailedException("The test of endpoint " + endpoint.name() + " ended as "
                + attempt.outcome()
                + (attempt.detail().isEmpty() ? "" : ": " + Table.printable(attempt.detail())));
    }

    private static String redrive(EndpointStatus endpoint, Selection selection, EndpointActions actions, boolean json)
            throws CommandFailedException, InterruptedException {
        int count = await(actions.redrive(endpoint.name(), selection));
        return done(
                json,
                Map.of("redriven", count),
                count + " dead letters of " + endpoint.name() + " are delivered again");
    }

    private static String purge(EndpointStatus endpoint, Selection selection, EndpointActions actions, boolean json)
            throws CommandFailedException, InterruptedException {
        int count = await(actions.purge(endpoint.name(), selection));
        return done(json, Map.of("purged", count), count + " dead letters of " + endpoint.name() + " are forgotten");
    }

    private String replay(EndpointStatus endpoint, Arguments arguments, EndpointActions actions, boolean json)
            throws CommandFailedException, InterruptedException {
        if (!arguments.has(Option.FROM)) {
            throw arguments.wrong("needs " + Option.FROM.usage());
        }
        Instant now = clock.instant();
        Instant from = time(arguments, Option.FROM, Instant.MIN);
        Instant to = time(arguments, Option.TO, now);
        checkRange(arguments, from, to);
        ReplayRange range = new ReplayRange(from, to, Set.copyOf(arguments.all(Option.KEY)));
        String id = await(actions.replay(endpoint.name(), range));
        return done(
                json,
                Map.of("replay", id),
                "Replay " + id + " delivers to " + endpoint.name() + " what was accepted from " + Times.format(from)
                        + " to " + Times.format(to) + extent(id, range));
    }

    /** How much that is, as long as it goes on; which of it has the keys is only known once it has been read. */
    private String extent(String id, ReplayRange range) {
        return endpoints.replays().stream()
                .filter(replay -> replay.id().equals(id))
                .map(replay -> replay.stats().accepted())
                .findFirst()
                .map(count -> ": "
                        + (count == 0
                                ? "nothing that is stored"
                                : count + " stored events"
                                        + (range.keys().isEmpty() ? "" : ", of which those with these keys count")))
                .orElse("; it has ended already");
    }

    private static String cancel(String id, EndpointActions actions, boolean json)
            throws CommandFailedException, InterruptedException {
        await(actions.cancelReplay(id));
        return done(json, Map.of("cancelled", id), "Replay " + id + " has ended");
    }

    private static String pause(EndpointStatus endpoint, EndpointActions actions, boolean json)
            throws CommandFailedException, InterruptedException {
        await(actions.pause(endpoint.name()));
        return done(json, Map.of("paused", endpoint.name()), endpoint.name() + " is paused; its events wait");
    }

    private static String resume(EndpointStatus endpoint, EndpointActions actions, boolean json)
            throws CommandFailedException, InterruptedException {
        await(actions.resume(endpoint.name()));
        return done(json, Map.of("resumed", endpoint.name()), endpoint.name() + " is resumed");
    }

    private static String verify(EndpointActions actions, boolean json, Consumer<String> report)
            throws CommandFailedException {
        Verification found = actions.verify();
        String shown = json ? Json.write(Documents.of(found)) : Tables.verification(found);
        boolean adds = found.lanes().values().stream().allMatch(stats -> stats.missing() == 0);
        if (found.isSound() && adds) {
            return shown;
        }
        report.accept(shown);
        throw new CommandFailedException("The outbox is not sound: "
                + Table.printable(
                        found.isSound()
                                ? "accepted is not the sum of what has become of the entries"
                                : String.join("; ", found.problems())));
    }

    // ---------------------------------------------------------------- what they share

    private EndpointStatus endpoint(Arguments arguments) {
        return directory.get(arguments.operand().orElseThrow());
    }

    private static boolean isDelivered(Attempt attempt) {
        return attempt.outcome().equals("delivered");
    }

    private static String done(boolean json, Map<String, Object> members, String text) {
        return json ? Json.write(members) : text;
    }

    /** Nothing is changed because somebody left out what he meant. */
    private Selection selected(Arguments arguments) {
        boolean some = arguments.has(Option.ID) || arguments.has(Option.FROM) || arguments.has(Option.TO);
        if (some == arguments.has(Option.ALL)) {
            throw arguments.wrong("needs either --all, or which: --id ID, --from TIME, --to TIME");
        }
        return selection(arguments);
    }

    private Selection selection(Arguments arguments) {
        Instant from = time(arguments, Option.FROM, Instant.MIN);
        Instant to = time(arguments, Option.TO, Instant.MAX);
        checkRange(arguments, from, to);
        return new Selection(Set.copyOf(arguments.all(Option.ID)), from, to);
    }

    private static void checkRange(Arguments arguments, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw arguments.wrong("--from " + Times.format(from) + " must be before --to " + Times.format(to));
        }
    }

    private Instant time(Arguments arguments, Option option, Instant otherwise) {
        return arguments
                .value(option)
                .map(text -> {
                    try {
                        return Times.parse(text, clock.instant());
                    } catch (IllegalArgumentException e) {
                        throw arguments.wrong(option.label() + " \"" + text + "\" " + e.getMessage());
                    }
                })
                .orElse(otherwise);
    }

    private static <T> T await(CompletionStage<T> stage) throws CommandFailedException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new CommandFailedException(
                    Table.printable(cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "No answer after " + Times.format(PATIENCE) + "; it may be done all the same", e);
        }
    }
}
