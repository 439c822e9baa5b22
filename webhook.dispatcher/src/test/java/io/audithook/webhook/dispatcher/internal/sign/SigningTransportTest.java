/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others, who have never seen our code, make of our signatures. */
class SigningTransportTest {

    private final List<WebhookRequest> sent = new ArrayList<>();

    private WebhookRequest signed(
            byte[] body, Optional<Supplier<SigningKeys>> keys, Optional<Supplier<HubSecret>> hub) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", "evt_1");
        headers.put("webhook-timestamp", Long.toString(Instant.now().getEpochSecond()));
        new SigningTransport((request, done) -> sent.add(request), keys, hub)
                .send(
                        new WebhookRequest(
                                URI.create("http://localhost/"),
                                Map.copyOf(headers),
                                "application/json",
                                body,
                                Duration.ofSeconds(1)),
                        outcome -> {});
        return sent.get(sent.size() - 1);
    }

    private WebhookRequest signed(byte[] body, String... texts) {
        SigningKeys keys = SigningKeys.parse("sign.keys", List.of(texts));
        return signed(body, Optional.of(() -> keys), Optional.empty());
    }

    private static Map<String, List<String>> headers(WebhookRequest request) {
        return request.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    }

    @Test
    void publishedLibrary_always_acceptsWhatWeSign() throws WebhookVerificationException {
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            byte[] key = new byte[24 + random.nextInt(41)];
            random.nextBytes(key);
            String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
            String text = "{\"n\":" + i + ",\"text\":\"" + "Größe €".repeat(random.nextInt(200)) + "\"}";
            WebhookRequest request = signed(text.getBytes(StandardCharsets.UTF_8), secret);
            new Webhook(secret).verify(text, headers(request));
        }
    }

    @Test
    void publishedLibrary_duringARotation_acceptsWithTheOldAndTheNewSecret() throws WebhookVerificationException {
        String old = SigningKeysTest.SECRET;
        String fresh = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        Map<String, List<String>> headers =
                headers(signed("{}".getBytes(StandardCharsets.UTF_8), fresh, SigningKeysTest.PAIR, old));
        new Webhook(old).verify("{}", headers);
        new Webhook(fresh).verify("{}", headers);
        assertThat(headers.get("webhook-signature").get(0).split(" "))
                .extracting(signature -> signature.substring(0, signature.indexOf(',')))
                .containsExactly("v1", "v1a", "v1");
    }

    @Test
    void openssl_always_acceptsWhatWeSignWithEd25519(@TempDir Path dir) throws Exception {
        if (run(dir, "openssl", "version") != 0) {
            abort("openssl is not installed: v1a is not checked by it");
        }
        for (int i = 0; i < 5; i++) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = pair.getPrivate().getEncoded();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] both = Arrays.copyOf(Arrays.copyOfRange(seed, seed.length - 32, seed.length), 64);
            System.arraycopy(spki, spki.length - 32, both, 32, 32);
            byte[] body = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            WebhookRequest request = signed(body, "whsk_" + Base64.getEncoder().encodeToString(both));
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes(
                    ("evt_1." + request.headers().get("webhook-timestamp") + ".").getBytes(StandardCharsets.US_ASCII));
            message.writeBytes(body);
            Files.write(dir.resolve("public.der"), spki);
            Files.write(dir.resolve("message"), message.toByteArray());
            String signature = request.headers().get("webhook-signature").substring("v1a,".length());
            Files.write(dir.resolve("signature"), Base64.getDecoder().decode(signature));
            String[] verify = {
                "openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-keyform",
                "DER",
                "-inkey",
                "public.der",
                "-rawin",
                "-in",
                "message",
                "-sigfile",
                "signature"
            };
            assertThat(run(dir, verify)).isZero();
            message.write('x');
            Files.write(dir.resolve("message"), message.toByteArray());
            assertThat(run(dir, verify)).isNotZero();
        }
    }

    @Test
    void hubSecret_alone_makesOnlyItsHeader() {
        HubSecret secret = HubSecret.parse("sign.github.secret", "It's a Secret to Everybody");
        WebhookRequest request =
                signed("Hello, World!".getBytes(StandardCharsets.UTF_8), Optional.empty(), Optional.of(() -> secret));
        assertThat(request.headers())
                .containsEntry(
                        "X-Hub-Signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
                .doesNotContainKey("webhook-signature");
    }

    @Test
    void signature_thatCannotBeMade_keepsTheRequestHere() {
        List<Outcome> outcomes = new ArrayList<>();
        Supplier<SigningKeys> broken = () -> {
            throw new ProviderException("no provider");
        };
        new SigningTransport((request, done) -> sent.add(request), Optional.of(broken), Optional.empty())
                .send(
                        new WebhookRequest(
                                URI.create("http://localhost/"),
                                Map.of(),
                                "application/json",
                                new byte[0],
                                Duration.ofSeconds(1)),
                        outcomes::add);
        assertThat(sent).isEmpty();
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(Outcome.Kind.LOCAL);
    }

    private static int run(Path dir, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
