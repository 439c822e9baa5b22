/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import static io.audithook.webhook.health.internal.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.TlsCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.inventory.Format;
import org.junit.jupiter.api.Test;

class EndpointsPrinterTest {

    private static final LaneStats LATE = new LaneStats(9, 4, 0, 1, 0, 0, 4, 2, Optional.of(NOW.minusSeconds(90)));

    private final EndpointStatus crm = Samples.endpoint(
            "crm",
            State.FAILING,
            "HTTP 500",
            List.of("a \"warning\""),
            List.of(Samples.certificate(TlsCertificate.Role.TRUST, 12)),
            LATE);

    private static String print(Format format, EndpointStatus... endpoints) {
        Endpoints only = Samples.only(
                Endpoints.class,
                Map.of(
                        "list", () -> List.of(endpoints),
                        "attempts", () -> List.of(Samples.attempt("server-error", 500, "HTTP 500\nsecond line"))));
        return print(format, new EndpointsPrinter(only, () -> NOW));
    }

    private static String print(Format format, EndpointsPrinter printer) {
        StringWriter text = new StringWriter();
        printer.print(new PrintWriter(text), format, false);
        return text.toString();
    }

    @Test
    void text_hasAParagraphForEachEndpoint() {
        assertThat(print(Format.TEXT, crm, Samples.endpoint("siem", State.ACTIVE, ""))
                        .lines())
                .containsExactly(
                        "crm: FAILING",
                        "  reason: HTTP 500",
                        "  warnings: a \"warning\"",
                        "  url: https://crm.example.com/hook",
                        "  pending: 4",
                        "  lagSeconds: 90",
                        "  inFlight: 2",
                        "  parked: 2",
                        "  delivered: 4",
                        "  dead: 1",
                        "  lost: 0",
                        "  certificates: role trust, subject CN=TRUST, notAfter 2026-02-12T08:00:00Z, daysLeft 12",
                        "  lastAttempt: at 2026-01-31T07:59:59Z, outcome server-error, status 500, millis 12,"
                                + " detail HTTP 500?second line",
                        "",
                        "siem: ACTIVE",
                        "  url: https://siem.example.com/hook",
                        "  pending: 0",
                        "  lagSeconds: 0",
                        "  inFlight: 2",
                        "  parked: 0",
                        "  delivered: 0",
                        "  dead: 0",
                        "  lost: 0",
                        "  lastAttempt: at 2026-01-31T07:59:59Z, outcome server-error, status 500, millis 12,"
                                + " detail HTTP 500?second line",
                        "");
    }

    @Test
    void json_hasTheSame() throws Exception {
        JsonNode root = new ObjectMapper().readTree(print(Format.JSON, crm));
        JsonNode endpoint = root.at("/endpoints/0");
        assertThat(endpoint.get("name").textValue()).isEqualTo("crm");
        assertThat(endpoint.get("state").textValue()).isEqualTo("FAILING");
        assertThat(endpoint.at("/warnings/0").textValue()).isEqualTo("a \"warning\"");
        assertThat(endpoint.get("lagSeconds").longValue()).isEqualTo(90);
        assertThat(endpoint.get("inFlight").intValue()).isEqualTo(2);
        assertThat(endpoint.at("/certificates/0/daysLeft").longValue()).isEqualTo(12);
        assertThat(endpoint.at("/lastAttempt/outcome").textValue()).isEqualTo("server-error");
        assertThat(endpoint.at("/lastAttempt/detail").textValue()).isEqualTo("HTTP 500\nsecond line");
    }

    @Test
    void nothing_isNothingInBothFormats() {
        assertThat(print(Format.TEXT)).isEqualToIgnoringNewLines("No endpoint is configured\n");
        assertThat(print(Format.JSON)).isEqualTo("{\"endpoints\":[]}");
        assertThat(print(Format.JSON, new EndpointsPrinter(null, () -> NOW))).isEqualTo("{\"endpoints\":[]}");
    }
}
