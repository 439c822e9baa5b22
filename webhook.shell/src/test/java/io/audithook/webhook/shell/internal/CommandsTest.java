/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import static io.audithook.webhook.shell.internal.FakeEndpoints.IDLE;
import static io.audithook.webhook.shell.internal.FakeEndpoints.NOW;
import static io.audithook.webhook.shell.internal.FakeEndpoints.attempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandsTest {

    private static final LaneStats BEHIND =
            new LaneStats(1200, 1100, 10, 5, 0, 0, 85, 4, Optional.of(NOW.minus(Duration.ofMinutes(125))));

    private final FakeEndpoints endpoints = new FakeEndpoints()
            .add("crm", State.ACTIVE, "", IDLE)
            .add("siem", State.FAILING, "connect-refused: nobody listens", BEHIND);

    private final Commands commands = new Commands(endpoints, () -> NOW);
    private final List<String> reported = new ArrayList<>();

    private Object run(String... words) throws Exception {
        Command command = Command.valueOf(words[0].toUpperCase(Locale.ROOT));
        return commands.run(command, List.of(words).subList(1, words.length), "ada", reported::add);
    }

    // ---------------------------------------------------------------- looking

    @Test
    void list_isATable() throws Exception {
        assertThat(run("list")).isEqualTo("""
                NAME  STATE    PENDING  DEAD  URL                            REASON
                crm   ACTIVE         0     0  https://crm.example.com/hook
                siem  FAILING       85     5  https://siem.example.com/hook  connect-refused: nobody listens""");
    }

    @Test
    void list_asJsonAndAsNames() throws Exception {
        assertThat(run("list", "--json")).asString().contains("\"name\" : \"crm\"", "\"pending\" : 85");
        assertThat(run("list", "--names")).isEqualTo(List.of("crm", "siem"));
        assertThat(run("list", "--names", "--json")).isEqualTo("[ \"crm\", \"siem\" ]");
    }

    @Test
    void list_ofNothing_isItsHead() throws Exception {
        endpoints.endpoints.clear();
        assertThat(run("list")).isEqualTo("NAME  STATE  PENDING  DEAD  URL  REASON");
        assertThat(run("list", "--json")).isEqualTo("[ ]");
    }

    @Test
    void lag_saysHowOldTheOldestIs() throws Exception {
        assertThat(run("lag")).isEqualTo("""
                NAME  STATE    PENDING  PARKED  OLDEST                AGE
                crm   ACTIVE         0       0  -                     -
                siem  FAILING       85       4  2026-01-31T05:55:00Z  2 h 5 min""");
        assertThat(run("lag", "crm")).asString().doesNotContain("siem");
        assertThat(run("lag", "siem", "--json")).asString().contains("\"oldestAgeMillis\" : 7500000");
    }

    @Test
    void info_ofOneThatIsWell_isShort() throws Exception {
        assertThat(run("info", "crm")).isEqualTo("""
                name       crm
                state      ACTIVE
                url        https://crm.example.com/hook
                accepted   0
                delivered  0
                pending    0
                dead       0
                filtered   0
                in flight  0""");
    }

    @Test
    void mistakeOfAnEndpoint_standsInTheListAndInItsInfo() throws Exception {
        String mistake = "io.audithook.endpoint~typo: ulr is not known; did you mean url?";
        endpoints.add("typo", State.INVALID, mistake, IDLE);
        assertThat(run("list"))
                .asString()
                .contains("typo  INVALID        0     0  https://typo.example.com/hook  " + mistake);
        assertThat(run("info", "typo"))
                .asString()
                .contains("state      INVALID")
                .contains(mistake);
    }

    @Test
    void info_ofOneInTrouble_saysAll() throws Exception {
        endpoints.endpoints.add(new EndpointStatus(
                "vault",
                "https://vault.example.com/",
                State.PAUSED,
                "server-error: HTTP 500",
                List.of("certificate expires in 3 days"),
                Optional.of(new Suspension(Suspension.Cause.PAUSED, "", NOW.minusSeconds(60))),
                List.of(
                        new TlsCertificate(TlsCertificate.Role.KEY, "CN=a", "01", NOW.plus(Duration.ofDays(3))),
                        new TlsCertificate(TlsCertificate.Role.TRUST, "CN=b", "02", NOW.minusSeconds(1))),
                1,
                new LaneStats(9, 1, 1, 1, 1, 1, 4, 2, Optional.of(NOW.minusSeconds(5)))));
        endpoints.attempts.add(attempt("delivered", 200, ""));
        endpoints.attempts.add(attempt("server-error", 500, "HTTP 500"));
        endpoints.open.add(new OpenDelivery("id7", "k", 2, NOW.plusSeconds(30), List.of()));
        endpoints.keys.add("whpk_x");
        assertThat(run("info", "vault")).isEqualTo("""
                name          vault
                state         PAUSED
                reason        server-error: HTTP 500
                url           https://vault.example.com/
                suspended     paused since 2026-01-31T07:59:00Z
                warning       certificate expires in 3 days
                accepted      9
                delivered     1
                pending       4, of which parked 2
                oldest        2026-01-31T07:59:55Z, 5 s ago
                dead          1
                filtered      1
                damaged       1
                lost          1
                in flight     1
                last attempt  2026-01-31T07:59:59Z delivered, status 200, event id1, 12 ms
                last failure  2026-01-31T07:59:59Z server-error, status 500, event id1, 12 ms: HTTP 500
                next attempt  2026-01-31T08:00:30Z, event id7, key k, after 2 charged attempts
                certificate   key CN=a, 3 days left, until 2026-02-03T08:00:00Z
                certificate   trust CN=b, expired on 2026-01-31T07:59:59Z
                public key    whpk_x""");
        assertThat(run("info", "vault", "--json"))
                .asString()
                .contains(
                        "\"cause\" : \"PAUSED\"",
                        "\"daysLeft\" : 3",
                        "\"lastFailure\" : {",
                        "\"nextAttempt\" : \"2026-01-31T08:00:30Z\"",
                        "\"publicKeys\" : [ \"whpk_x\" ]");
    }

    @Test
    void attempts_areATable() throws Exception {
        endpoints.attempts.add(attempt("server-error", 500, "HTTP 500: \u001b[2Jgone\n"));
        endpoints.attempts.add(attempt("connect-refused", 0, "nobody listens"));
        assertThat(run("attempts", "crm")).isEqualTo("""
                AT                    OUTCOME          STATUS  PHASE  MILLIS  TRY  CHARGED  EVENT  DETAIL
                2026-01-31T07:59:59Z  server-error        500  body       12    2  yes      id1    HTTP 500: ?[2Jgone?
                2026-01-31T07:59:59Z  connect-refused       -  body       12    2  yes      id1    nobody listens""");
        assertThat(run("attempts", "crm", "--max", "1")).asString().doesNotContain("connect-refused");
        assertThat(run("attempts", "crm", "--json")).asString().contains("\\u001B[2Jgone\\n");
    }

    @Test
    void deadletters_areATableWithoutTheEvents() throws Exception {
        endpoints.letters.add(new DeadLetter(
                "crm", new Entry(1, "id1", NOW.minusSeconds(90), "k", new byte[] {'S'}), NOW, "given up", "h"));
        assertThat(run("deadletters", "crm", "--from", "2h", "--max", "7")).isEqualTo("""
                BURIED                EVENT  KEY  ACCEPTED              REASON
                2026-01-31T08:00:00Z  id1    k    2026-01-31T07:58:30Z  given up""");
        assertThat(endpoints.done)
                .containsExactly(
                        "deadLetters crm Selection[ids=[], from=2026-01-31T06:00:00Z, to=" + Instant.MAX + "] 7");
        assertThat(run("deadletters", "crm", "--json")).asString().contains("\"reason\" : \"given up\"");
    }

    @Test
    void replays_areATable() throws Exception {
        ReplayRange range = new ReplayRange(NOW.minusSeconds(3600), NOW, Set.of("b", "a"));
        endpoints.replays.add(new Replay("r1", "crm", range, BEHIND));
        assertThat(run("replays")).isEqualTo("""
                REPLAY  ENDPOINT  FROM                  TO                    PENDING  DELIVERED  DEAD  KEYS
                r1      crm       2026-01-31T07:00:00Z  2026-01-31T08:00:00Z       85       1100     5  a b""");
        assertThat(run("replays", "--json")).asString().contains("\"keys\" : [ \"a\", \"b\" ]");
    }

    // ---------------------------------------------------------------- acting

    @Test
    void actions_areTheOperators() throws Exception {
        assertThat(run("pause", "crm")).isEqualTo("crm is paused; its events wait");
        assertThat(run("resume", "crm")).isEqualTo("crm is resumed");
        assertThat(run("cancel", "r1")).isEqualTo("Replay r1 has ended");
        assertThat(run("redrive", "crm", "--id", "b", "--json")).isEqualTo("{\n  \"redriven\" : 3\n}");
        assertThat(run("purge", "crm", "--all")).isEqualTo("2 dead letters of crm are forgotten");
        assertThat(endpoints.done)
                .containsExactly(
                        "ada pause crm",
                        "ada resume crm",
                        "ada cancel r1",
                        "ada redrive crm Selection[ids=[b], from=" + Instant.MIN + ", to=" + Instant.MAX + "]",
                        "ada purge crm Selection[ids=[], from=" + Instant.MIN + ", to=" + Instant.MAX + "]");
    }

    @Test
    void replay_takesTimes() throws Exception {
        assertThat(run("replay", "crm", "--from", "2026-01-31T06:00:00+01:00", "--to", "30 min", "--key", "k"))
                .isEqualTo("Replay r1 delivers to crm what was accepted from 2026-01-31T05:00:00Z to"
                        + " 2026-01-31T07:30:00Z; it has ended already");
        assertThat(endpoints.done)
                .containsExactly(
                        "ada replay crm ReplayRange[from=2026-01-31T05:00:00Z, to=2026-01-31T07:30:00Z, keys=[k]]");
    }

    @Test
    void replay_thatGoesOn_saysHowMuchThatIs() throws Exception {
        ReplayRange range = new ReplayRange(NOW.minusSeconds(60), NOW, Set.of());
        endpoints.replays.add(new Replay("r1", "crm", range, FakeEndpoints.IDLE));
        assertThat(run("replay", "crm", "--from", "1h")).asString().endsWith(": nothing that is stored");
        endpoints.replays.set(0, new Replay("r1", "crm", range, BEHIND));
        assertThat(run("replay", "crm", "--from", "1h"))
                .asString()
                .endsWith(": " + BEHIND.accepted() + " stored events");
        assertThat(run("replay", "crm", "--from", "1h", "--key", "k"))
                .asString()
                .endsWith(": " + BEHIND.accepted() + " stored events, of which those with these keys count");
    }

    @Test
    void test_delivered_showsTheAttempt() throws Exception {
        assertThat(run("test", "crm"))
                .asString()
                .contains("delivered", "200", "12")
                .startsWith("AT ");
        assertThat(reported).isEmpty();
    }

    @Test
    void test_notDelivered_showsTheAttemptAndFails() {
        endpoints.tested = attempt("tls-expired", 0, "the certificate of h expired");
        assertThatThrownBy(() -> run("test", "crm"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("The test of endpoint crm ended as tls-expired: the certificate of h expired");
        assertThat(reported).singleElement().asString().contains("tls-expired");
    }

    @Test
    void action_thatFails_saysWhy() {
        endpoints.failure = new IllegalStateException("endpoint crm cannot be tested, it is INVALID: url is required");
        assertThatThrownBy(() -> run("test", "crm"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("endpoint crm cannot be tested, it is INVALID: url is required");
    }

    @Test
    void verify_thatHolds_showsTheCounts() throws Exception {
        endpoints.verification = new Verification(1200, Map.of("siem", BEHIND), List.of());
        assertThat(run("verify")).isEqualTo("""
                NAME  ACCEPTED  DELIVERED  PENDING  DEAD  FILTERED  DAMAGED  LOST  MISSING
                siem      1200       1100       85     5        10        0     0        0
                1200 entries were read""");
        assertThat(run("verify", "--json")).asString().contains("\"sound\" : true", "\"accepted\" : 1200");
    }

    @Test
    void verify_thatDoesNotHold_showsTheCountsAndFails() {
        LaneStats missing = new LaneStats(2, 1, 0, 0, 0, 0, 0, 0, Optional.empty());
        endpoints.verification = new Verification(2, Map.of("siem", missing), List.of("siem lacks 1 entry"));
        assertThatThrownBy(() -> run("verify"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("The outbox is not sound: siem lacks 1 entry");
        assertThat(reported).singleElement().asString().contains("siem", "MISSING");
        endpoints.verification = new Verification(2, Map.of("siem", missing), List.of());
        assertThatThrownBy(() -> run("verify"))
                .hasMessage("The outbox is not sound: accepted is not the sum of what has become of the entries");
    }

    // ---------------------------------------------------------------- mistakes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "info|webhook:info: needs NAME",
                "info crm siem|webhook:info: takes one NAME, found \"crm\" and \"siem\"",
                "info crn|There is no endpoint \"crn\"; did you mean crm?",
                "info nothing-like-it|There is no endpoint \"nothing-like-it\"; there are crm, siem",
                "list crm|webhook:list: takes no name, found \"crm\"",
                "list --jsn|webhook:list: --jsn is not known; did you mean --json?",
                "list -x|webhook:list: -x is not known; there are --names, --json, --help",
                "attempts crm --max|webhook:attempts: --max needs a value: --max N",
                "attempts crm --max 0|webhook:attempts: --max \"0\" must be a whole number from 1 to 64",
                "attempts crm --max 65|webhook:attempts: --max \"65\" must be a whole number from 1 to 64",
                "attempts crm --max 9999999999|webhook:attempts: --max \"9999999999\" must be a whole number from 1 to 64",
                "attempts crm --max 1 --max 2|webhook:attempts: --max may be given once, found \"1\" and \"2\"",
                "cancel|webhook:cancel: needs REPLAY",
                "redrive crm|webhook:redrive: needs either --all, or which: --id ID, --from TIME, --to TIME",
                "purge crm --all --id x|webhook:purge: needs either --all, or which: --id ID, --from TIME, --to TIME",
                "replay crm|webhook:replay: needs --from TIME",
                "replay crm --from 1h --to 2h|webhook:replay: --from 2026-01-31T07:00:00Z must be before --to"
                        + " 2026-01-31T06:00:00Z",
                "redrive crm --from 1h --to 2h|webhook:redrive: --from 2026-01-31T07:00:00Z must be before --to"
                        + " 2026-01-31T06:00:00Z",
                "purge crm --from now --to 2h|webhook:purge: --from 2026-01-31T08:00:00Z must be before --to"
                        + " 2026-01-31T06:00:00Z",
                "deadletters crm --from 1h --to 1h|webhook:deadletters: --from 2026-01-31T07:00:00Z must be before --to"
                        + " 2026-01-31T07:00:00Z",
                "replay crm --from soon|webhook:replay: --from \"soon\" must be an instant such as 2026-01-31T08:00:00Z,"
                        + " how long ago such as 2h or \"30 min\", or now",
                "replay crm --from 5000|webhook:replay: --from \"5000\" must be an instant such as 2026-01-31T08:00:00Z,"
                        + " how long ago such as 2h or \"30 min\", or now"
            })
    void mistake_isNamedWithItsRule(String words, String message) {
        assertThatThrownBy(() -> run(words.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(endpoints.done).isEmpty();
    }

    @Test
    void mistake_withNoEndpointAtAll_saysSo() {
        endpoints.endpoints.clear();
        assertThatThrownBy(() -> run("pause", "crm")).hasMessage("There is no endpoint \"crm\"; none is configured");
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void help_saysHowItIsUsed(Command command) throws Exception {
        assertThat(commands.run(command, List.of("--help"), "ada", reported::add))
                .isNull();
        assertThat(reported)
                .singleElement()
                .asString()
                .startsWith(command.label() + " - " + command.description())
                .contains("--json");
        assertThat(endpoints.done).isEmpty();
    }

    @Test
    void help_ofOneThatTakesTimes_saysWhatTheyAre() throws Exception {
        run("replay", "--help");
        assertThat(reported).containsExactly("""
                webhook:replay - delivers stored events once more

                  webhook:replay NAME [--from TIME] [--to TIME] [--key KEY] [--json] [--help]

                  --from TIME  from this time on
                  --to TIME    before this time
                  --key KEY    only events of this ordering key; may be given several times
                  --json       gives JSON
                  --help       says how the command is used

                  TIME is an instant such as 2026-01-31T08:00:00Z, how long ago such as 2h or "30 min", or now""");
    }
}
