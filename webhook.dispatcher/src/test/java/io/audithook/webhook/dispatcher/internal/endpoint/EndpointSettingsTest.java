/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.dispatcher.internal.auth.HeaderTransport;
import io.audithook.webhook.dispatcher.internal.http.Protocol;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.lane.Handshake;
import io.audithook.webhook.dispatcher.internal.lane.Ordering;
import io.audithook.webhook.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSettingsTest {

    private static EndpointSettings with(Object... keysAndValues) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("url", "http://localhost:5000/webhook");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return EndpointSettings.from(new Settings(EndpointConfig.PID, configuration));
    }

    @Test
    void protocol_withoutTls_isNeverNegotiated() {
        URI plain = URI.create("http://receiver.example.org/");
        URI secured = URI.create("https://receiver.example.org/");
        assertThat(with().protocol().over(plain)).isEqualTo(Protocol.HTTP_1_1);
        assertThat(with().protocol().over(secured)).isEqualTo(Protocol.AUTO);
        assertThat(with("protocol", "h2").protocol().over(plain)).isEqualTo(Protocol.H2);
        assertThat(with("protocol", "HTTP/1.1").protocol().over(secured)).isEqualTo(Protocol.HTTP_1_1);
    }

    @Test
    void settings_urlOnly_haveDefaults() {
        EndpointSettings settings = with();
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.delivery().ordering()).isEqualTo(Ordering.KEY);
        assertThat(settings.delivery().maxConcurrency()).isEqualTo(8);
        assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.headers()).containsOnlyKeys("User-Agent");
    }

    @ParameterizedTest
    @CsvSource({"30 s,30000", "30000,30000", "500ms,500", "1.5 min,90000", "2 hours,7200000", "1 d,86400000"})
    void duration_inEverySpelling_isRead(String text, long millis) {
        assertThat(with("timeout.request", text, "timeout.connect", "500 ms").requestTimeout())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void values_inEveryType_areRead() {
        assertThat(with("concurrency", 4L).delivery().maxConcurrency()).isEqualTo(4);
        assertThat(with("concurrency", "4").delivery().maxConcurrency()).isEqualTo(4);
        assertThat(with("concurrency", new String[] {"4"}).delivery().maxConcurrency())
                .isEqualTo(4);
        assertThat(with("concurrency", List.of(4)).delivery().maxConcurrency()).isEqualTo(4);
        assertThat(with("enabled", "FALSE").enabled()).isFalse();
        assertThat(with("enabled", false).enabled()).isFalse();
        assertThat(with("timeout.request", 45_000).requestTimeout()).isEqualTo(Duration.ofSeconds(45));
        for (Object seconds : List.of("1 s, 2 s", new String[] {"1 s", "2 s"}, List.of("1000", "2 s"))) {
            assertThat(with("retry.schedule", seconds)
                            .delivery()
                            .retry()
                            .delays()
                            .list())
                    .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
        assertThat(with("retry.refused.statuses", "400,422").delivery().retry().refused())
                .containsExactlyInAnyOrder(400, 422);
    }

    @Test
    void requestTimeout_notGiven_isNoShorterThanToConnect() {
        assertThat(with("timeout.connect", "1 min").requestTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(with("timeout.connect", "1 s").requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void requestTimeout_shorterThanToConnect_isRefused() {
        assertThatThrownBy(() -> with("timeout.connect", "40 s", "timeout.request", "30 s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout.request=30000 ms must not be less than timeout.connect=40000 ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url|ftp://x/|url=\"ftp://x/\" must begin with http:// or https://",
                "url|http://h/a b|url=\"http://h/a b\" is not a URL: Illegal character in path at index 10",
                "url|http://u:p@x/|url=\"http://...@x/\" must not hold user information; there are keys for that: auth.type and what goes with it",
                "url|http://ex!ample.com/|url=\"http://ex!ample.com/\" must name a host by letters, digits, dots, hyphens and underscores, or an IP address",
                "url|http://ex_ample.com:70000/|url=\"http://ex_ample.com:70000/\" must have a port from 1 to 65535",
                "url|http://x:70000/|url=\"http://x:70000/\" must have a port from 1 to 65535",
                "url|http://x/#f|url=\"http://x/#...\" must not have a fragment",
                "concurrency|0|concurrency=\"0\" must be a whole number from 1 to 256",
                "concurrency|many|concurrency=\"many\" must be a whole number from 1 to 256",
                "protocol|http/3|protocol=\"http/3\" must be auto, http/1.1 or h2",
                "ordering|random|ordering=\"random\" must be key, strict or none",
                "timeout.idle|soon|timeout.idle=\"soon\" must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "timeout.idle|0|timeout.idle=\"0\" must be from 1 ms to 3650 d",
                "concurrency.min|9|concurrency.min=9 must be at least 1 and not more than concurrency=8",
                "retry.schedule|5 s; 5 min|retry.schedule=\"5 s; 5 min\" must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "retry.refused.statuses|200|retry.refused.statuses=\"200\" must be HTTP statuses from 300 to 599, such as 400, 422",
                "delete.policy|burn|delete.policy=\"burn\" must be keep, drain or drop",
                "batch.size|101|batch.size=\"101\" must be a whole number from 1 to 100",
                "enabled|perhaps|enabled=\"perhaps\" must be true or false",
                "auth.type|magic|auth.type=\"magic\" must be none, basic, bearer, header or oauth2",
                "auth.type|bearer|auth.token is required with auth.type=bearer",
                "format|cloudevents|format=\"cloudevents\" has no effect; use format.target=(format.name=cloudevents)",
                "format.target|cloudevents|format.target=\"cloudevents\" must be an LDAP filter, such as (format.name=corp)",
                "handshake.type|dance|handshake.type=\"dance\" must be none or cloudevents",
                "handshake.type|cloudevents|handshake.origin is required with handshake.type=cloudevents",
                "url|$[env:HOOK]|url holds a placeholder $[...] that nothing has resolved",
                "userAgent|a\tb|userAgent=\"a?b\" must be visible ASCII characters",
            })
    void value_againstARule_isRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> with(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.audithook.endpoint: " + message);
    }

    @Test
    void requestTimeout_short_shortensTheConnectTimeout() {
        EndpointSettings settings = with("timeout.request", "1 s");
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void url_missing_isRefused() {
        assertThatThrownBy(() -> EndpointSettings.from(new Settings(EndpointConfig.PID, Map.of())))
                .hasMessage("io.audithook.endpoint: " + "url is required: where events are POSTed");
    }

    @Test
    void token_byReference_isReadAndTrimmed(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("token"), "s3cret\n");
        EndpointSettings settings = with("auth.type", "bearer", "auth.scheme", "Token", "auth.token", "file:" + file);
        List<WebhookRequest> sent = new ArrayList<>();
        new HeaderTransport(
                        (request, done) -> sent.add(request),
                        settings.auth().header().orElseThrow())
                .send(
                        new WebhookRequest(
                                settings.url(), Map.of(), "application/json", new byte[0], settings.requestTimeout()),
                        outcome -> {});
        assertThat(sent.get(0).headers()).containsEntry("Authorization", "Token s3cret");
    }

    @Test
    void token_fileMissing_isNamed(@TempDir Path dir) {
        Path file = dir.resolve("absent");
        assertThatThrownBy(() -> with("auth.type", "bearer", "auth.token", "file:" + file))
                .hasMessage("io.audithook.endpoint: " + "auth.token=\"file:" + file + "\" does not exist");
    }

    @Test
    void displayUrl_withQuery_hidesIt() {
        assertThat(with("url", "https://h:1/p?token=x").displayUrl()).isEqualTo("https://h:1/p");
    }

    @Test
    void signingKeys_inEveryType_areRead(@TempDir Path dir) throws IOException {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String pair = "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
        Path file = Files.writeString(dir.resolve("keys"), secret + "\n" + pair + "\n");
        for (Object keys :
                List.of(secret + ", " + pair, new String[] {secret, pair}, List.of(secret, pair), "file:" + file)) {
            SignSettings sign = with("sign.keys", keys).sign();
            assertThat(sign.publicKeys()).containsExactly("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");
            assertThat(sign.keys().orElseThrow().get()).hasToString("SigningKeys[2]");
        }
        assertThat(with().sign().keys()).isEmpty();
    }

    @Test
    void secrets_againstARule_areNotShown() {
        assertThatThrownBy(() -> with("sign.keys", "whsec_MARKER"))
                .hasMessage("io.audithook.endpoint: " + "sign.keys: key 1 must be 24 to 64 bytes, found 4");
        assertThatThrownBy(() -> with("sign.keys", "$[secret:MARKER]"))
                .hasMessage(
                        "io.audithook.endpoint: " + "sign.keys holds a placeholder $[...] that nothing has resolved");
        assertThatThrownBy(() -> with("sign.github.secret", new String[] {"MARKER", "MARKER2"}))
                .hasMessage("io.audithook.endpoint: " + "sign.github.secret must be one value, not 2");
    }

    @Test
    void handshake_withAndWithoutItsOptions_isRead() {
        assertThat(with("handshake.type", "none", "handshake.origin", "a.example")
                        .delivery()
                        .handshake())
                .isEmpty();
        assertThat(with("handshake.type", "CloudEvents", "handshake.origin", "a.example")
                        .delivery()
                        .handshake())
                .contains(new Handshake("a.example", 0, Duration.ofHours(24)));
        assertThat(with(
                                "handshake.type",
                                "cloudevents",
                                "handshake.origin",
                                "a.example",
                                "handshake.rate",
                                "120",
                                "handshake.validity",
                                "1 h")
                        .delivery()
                        .handshake())
                .contains(new Handshake("a.example", 120, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a..b", ".a", "a.", "http://a", "*", "\u00e4.example"})
    void handshakeOrigin_thatIsNoName_isRefused(String origin) {
        assertThatThrownBy(() -> with("handshake.type", "cloudevents", "handshake.origin", origin))
                .hasMessage("io.audithook.endpoint: handshake.origin=\"" + origin
                        + "\" must be a DNS name such as audit.example.com");
    }
}
