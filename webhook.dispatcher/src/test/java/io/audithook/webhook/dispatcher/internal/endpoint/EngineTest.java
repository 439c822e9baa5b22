/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.audit.api.Verdict;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.TestAddresses;
import io.audithook.webhook.dispatcher.internal.http.TestProfile;
import io.audithook.webhook.dispatcher.internal.lane.NamedFilter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class EngineTest {

    private static final String PAIR =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";

    private static final NamedFilter FILTER = new NamedFilter("new", event -> Verdict.pass());

    private final Engine engine = new Engine(listenedTo(Outbox.class), listenedTo(BundleContext.class));

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        engine.close();
    }

    /** One that is only listened to. */
    private static <T> T listenedTo(Class<T> type) {
        Outbox.Registration registration = () -> {};
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("listen") ? registration : null));
    }

    private OpenEndpoint open(String... more) {
        return open(destination -> Optional.empty(), List.of(), more);
    }

    private OpenEndpoint open(Function<URI, Optional<ProxyServer>> proxies, List<NamedFilter> filters, String... more) {
        ProxyProfile profile = new ProxyProfile() {
            @Override
            public String name() {
                return "direct";
            }

            @Override
            public Optional<ProxyServer> proxyFor(URI destination) {
                return proxies.apply(destination);
            }
        };
        Map<String, Object> configuration = new HashMap<>(Map.of("url", "http://localhost/"));
        for (int i = 0; i < more.length; i += 2) {
            configuration.put(more[i], more[i + 1]);
        }
        return engine.open(
                "e",
                configuration,
                new Wiring(
                        TestProfile.INSTANCE,
                        profile,
                        TestAddresses.ANY,
                        new NamedFormat("audit", new AuditFormat()),
                        filters,
                        false,
                        new ServiceUse(null)));
    }

    @Test
    void endpoint_withABadFile_deliversOnceTheFileIsGood() throws Exception {
        Path file = dir.resolve("keys");
        try (OpenEndpoint endpoint = open("sign.keys", "file:" + file)) {
            assertThat(endpoint.state()).isEqualTo(State.INVALID);
            assertThat(endpoint.reason())
                    .isEqualTo("io.audithook.endpoint~e: sign.keys=\"file:" + file + "\" does not exist");
            assertThat(endpoint.publicKeys()).isEmpty();
            Files.writeString(file, PAIR);
            await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.state() == State.ACTIVE);
            assertThat(endpoint.reason()).isEmpty();
            assertThat(endpoint.publicKeys()).containsExactly("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");
        }
    }

    @Test
    void endpoint_withSeveralMistakes_saysAllOfThem() {
        try (OpenEndpoint endpoint = open("concurency", "many")) {
            assertThat(endpoint.state()).isEqualTo(State.INVALID);
            assertThat(endpoint.reason())
                    .isEqualTo("io.audithook.endpoint~e: concurency is not known; did you mean concurrency?");
        }
        try (OpenEndpoint endpoint = open("url", "ftp://h/", "auth.type", "bearer", "audit.indent", "2")) {
            assertThat(endpoint.reason())
                    .isEqualTo("io.audithook.endpoint~e: url=\"ftp://h/\" must begin with http:// or https://;"
                            + " auth.token is required with auth.type=bearer;"
                            + " audit.indent is not known: this format has no settings");
        }
    }

    @Test
    void endpoint_whoseProxyIsWrong_isInvalid() {
        Function<URI, Optional<ProxyServer>> wrong = destination -> {
            throw new IllegalArgumentException("The property https.proxyPort=99999 must be from 1 to 65535");
        };
        try (OpenEndpoint endpoint = open(wrong, List.of())) {
            assertThat(endpoint.state()).isEqualTo(State.INVALID);
            assertThat(endpoint.reason())
                    .isEqualTo("io.audithook.endpoint~e: The property https.proxyPort=99999 must be from 1 to 65535");
        }
    }

    @Test
    void endpoint_withABadValue_isInvalid() {
        try (OpenEndpoint endpoint = open("sign.keys", "whsec_MARKER")) {
            assertThat(endpoint.state()).isEqualTo(State.INVALID);
            assertThat(endpoint.reason())
                    .isEqualTo("io.audithook.endpoint~e: sign.keys: key 1 must be 24 to 64 bytes, found 4");
        }
    }

    @Test
    void endpoint_thatGetsAMistake_goesOnAsItWas() {
        String told = "io.audithook.endpoint~e: url=\"ftp://h/\" must begin with http:// or https://";
        open().close();
        for (int mistake = 1; mistake <= 2; mistake++) {
            try (OpenEndpoint endpoint = open("url", "ftp://h/")) {
                assertThat(endpoint.state()).isEqualTo(State.INVALID);
                assertThat(endpoint.reason()).isEqualTo(told + "; until that is mended, it goes on as it was");
                assertThat(endpoint.url()).isEqualTo("http://localhost/");
                assertThat(endpoint.test()).isPresent();
            }
        }
        try (OpenEndpoint endpoint = open("url", "http://127.0.0.1/")) {
            assertThat(endpoint.state()).isEqualTo(State.ACTIVE);
            assertThat(endpoint.reason()).isEmpty();
            assertThat(endpoint.url()).isEqualTo("http://127.0.0.1/");
        }
    }

    @Test
    void endpoint_thatGetsAMistakeAndAFilter_waits() {
        open().close();
        try (OpenEndpoint endpoint = open(destination -> Optional.empty(), List.of(FILTER), "gzip", "perhaps")) {
            assertThat(endpoint.state()).isEqualTo(State.INVALID);
            assertThat(endpoint.reason()).isEqualTo("io.audithook.endpoint~e: gzip=\"perhaps\" must be true or false");
            assertThat(endpoint.url()).isEmpty();
            assertThat(endpoint.test()).isEmpty();
        }
    }

    @Test
    void endpoint_thatIsMadeAnewWithAMistake_waits() {
        OpenEndpoint before = open();
        engine.deleted("e");
        before.close();
        try (OpenEndpoint endpoint = open("url", "ftp://h/")) {
            assertThat(endpoint.reason())
                    .isEqualTo("io.audithook.endpoint~e: url=\"ftp://h/\" must begin with http:// or https://");
            assertThat(endpoint.test()).isEmpty();
        }
    }

    @Test
    void endpoint_thatIsMadeAnewWithAMistakeAMomentLater_waits() {
        open().close();
        engine.deleted("e");
        try (OpenEndpoint endpoint = open("url", "ftp://h/")) {
            assertThat(endpoint.test()).isEmpty();
        }
    }

    @Test
    void endpoint_thatWasDisabled_doesNotBeginWithAMistake() {
        open("enabled", "false").close();
        try (OpenEndpoint endpoint = open("url", "ftp://h/")) {
            assertThat(endpoint.state()).isEqualTo(State.INVALID);
            assertThat(endpoint.test()).isEmpty();
        }
    }

    @Test
    void endpoint_whoseFileIsMended_doesNotGoOnAsItWas() throws Exception {
        open().close();
        Path file = dir.resolve("keys");
        try (OpenEndpoint endpoint = open("sign.keys", "file:" + file, "url", "http://127.0.0.1/")) {
            assertThat(endpoint.reason()).endsWith("does not exist; until that is mended, it goes on as it was");
            assertThat(endpoint.url()).isEqualTo("http://localhost/");
            Files.writeString(file, PAIR);
            await().atMost(Duration.ofSeconds(30)).until(() -> endpoint.state() == State.ACTIVE);
            assertThat(endpoint.reason()).isEmpty();
            assertThat(endpoint.url()).isEqualTo("http://127.0.0.1/");
        }
    }
}
