/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import static io.audithook.webhook.health.internal.Samples.NOW;
import static io.audithook.webhook.health.internal.Samples.certificate;
import static io.audithook.webhook.health.internal.Samples.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsCertificate.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointsCheckTest {

    private static Result check(EndpointStatus... endpoints) {
        return check(List.of(endpoints));
    }

    private static Result check(List<EndpointStatus> endpoints) {
        // list() may wait for a disk, so it is none of what is answered
        Endpoints only = Samples.only(Endpoints.class, Map.of("glance", () -> endpoints));
        return new EndpointsCheck(only, () -> NOW).execute();
    }

    private static List<String> lines(Result result) {
        return StreamSupport.stream(result.spliterator(), false)
                .map(ResultLog.Entry::getMessage)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,OK",
        "FAILING,WARN",
        "WAITING,TEMPORARILY_UNAVAILABLE",
        "INVALID,CRITICAL",
        "DISABLED,OK",
        "PAUSED,WARN",
        "GONE,CRITICAL",
        "RETIRED,OK"
    })
    void state_hasItsStatus(State state, Status status) {
        assertThat(check(endpoint("crm", state, "")).getStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void state_isInTheTableOfTheDocument(State state) throws IOException {
        Status status = check(endpoint("crm", state, "")).getStatus();
        assertThat(Files.readString(Path.of("../docs/health.md"))).contains("\n| `" + state + "` | " + status + " | ");
    }

    @Test
    void endpoints_haveALineEach() {
        Result result = check(
                endpoint("crm", State.ACTIVE, ""),
                endpoint("siem", State.FAILING, "HTTP 500", "a warning", "another"),
                endpoint("typo", State.INVALID, "io.audithook.endpoint~typo: url is missing"));
        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(lines(result))
                .containsExactly(
                        "endpoints: 3: 1 ACTIVE, 1 FAILING, 1 INVALID",
                        "crm: ACTIVE",
                        "siem: FAILING: HTTP 500; a warning; another",
                        "typo: INVALID: io.audithook.endpoint~typo: url is missing");
    }

    @Test
    void endpoints_none_areNoFault() {
        assertThat(lines(check())).containsExactly("endpoints: none is configured");
        assertThat(check().getStatus()).isEqualTo(Status.OK);
    }

    @Test
    void warning_ofOneThatDelivers_isAWarning() {
        Result result = check(endpoint("crm", State.ACTIVE, "", "TLS profile p: acceptAnyCertificate is set"));
        assertThat(result.getStatus()).isEqualTo(Status.WARN);
        assertThat(lines(result)).contains("crm: ACTIVE; TLS profile p: acceptAnyCertificate is set");
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLED", "RETIRED"})
    void warning_ofOneThatIsNotToDeliver_isNone(State state) {
        assertThat(check(endpoint("crm", state, "enabled=false", "a warning")).getStatus())
                .isEqualTo(Status.OK);
    }

    private static Status ofCertificates(TlsCertificate... certificates) {
        return check(endpoint(
                        "crm",
                        State.ACTIVE,
                        "",
                        List.of("there is a warning for one that expires soon"),
                        Arrays.asList(certificates),
                        Samples.IDLE))
                .getStatus();
    }

    @Test
    void certificate_expired_isCritical() {
        assertThat(ofCertificates(certificate(Role.KEY, 0))).isEqualTo(Status.WARN);
        assertThat(ofCertificates(certificate(Role.KEY, -1))).isEqualTo(Status.CRITICAL);
        assertThat(ofCertificates(certificate(Role.KEY, -1), certificate(Role.KEY, 400)))
                .isEqualTo(Status.CRITICAL);
        assertThat(ofCertificates(certificate(Role.TRUST, -1))).isEqualTo(Status.CRITICAL);
    }

    @Test
    void certificate_expiredBesideATrustedOneThatIsValid_isAWarning() {
        assertThat(ofCertificates(certificate(Role.TRUST, -1), certificate(Role.TRUST, 400)))
                .isEqualTo(Status.WARN);
        assertThat(ofCertificates(certificate(Role.KEY, 400), certificate(Role.TRUST, -1)))
                .isEqualTo(Status.CRITICAL);
    }

    @Test
    void lossesAndDamage_areTold() {
        LaneStats stats = new LaneStats(9, 4, 0, 0, 2, 3, 0, 0, Optional.empty());
        Result result = check(endpoint("crm", State.ACTIVE, "", List.of(), List.of(), stats));
        assertThat(lines(result))
                .contains(
                        "crm: ACTIVE; 3 events were removed before they were delivered; 2 events were damaged on disk");
        // a number that never goes down again would be a warning for ever
        assertThat(result.getStatus()).isEqualTo(Status.OK);
    }

    @Test
    void answerOfAReceiver_endsNoLine() {
        assertThat(lines(check(endpoint("crm", State.FAILING, "HTTP 500\n\u001b[2Jbad: OK"))))
                .contains("crm: FAILING: HTTP 500??[2Jbad: OK");
    }

    @Test
    void endpoints_many_areAskedForOnce() {
        AtomicInteger asked = new AtomicInteger();
        List<EndpointStatus> many = IntStream.range(0, 1000)
                .mapToObj(i -> endpoint("e" + i, State.ACTIVE, ""))
                .toList();
        Endpoints only = Samples.only(Endpoints.class, Map.of("glance", () -> {
            asked.incrementAndGet();
            return many;
        }));
        Result result = new EndpointsCheck(only, () -> NOW).execute();
        assertThat(lines(result)).hasSize(1001).startsWith("endpoints: 1000: 1000 ACTIVE");
        assertThat(asked).hasValue(1);
    }

    @Test
    void endpoints_notThere_areTemporarilyUnavailable() {
        Result result = new EndpointsCheck(null, () -> NOW).execute();
        assertThat(result.getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        assertThat(lines(result)).singleElement().asString().contains("webhook.dispatcher is missing");
    }
}
