/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeysTest {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String PAIR =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
    static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNED_BY_SECRET = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String SIGNED_BY_PAIR =
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

    private static SigningKeys keys(String... texts) {
        return SigningKeys.parse("sign.keys", List.of(texts));
    }

    @Test
    void vectorsOfStandardWebhooks_always_areMet() {
        assertThat(keys(SECRET).sign(ID, TIMESTAMP, BODY)).isEqualTo(SIGNED_BY_SECRET);
        assertThat(keys(PAIR).sign(ID, TIMESTAMP, BODY)).isEqualTo(SIGNED_BY_PAIR);
    }

    @Test
    void key_usedAgain_signsTheSame() {
        SigningKeys keys = keys(SECRET, PAIR);
        for (int i = 0; i < 3; i++) {
            assertThat(keys.sign(ID, TIMESTAMP, BODY)).isEqualTo(SIGNED_BY_SECRET + " " + SIGNED_BY_PAIR);
        }
    }

    @Test
    void key_usedByManyThreads_signsTheSame() {
        SigningKeys keys = keys(SECRET, PAIR);
        List<String> signatures = IntStream.range(0, 500)
                .parallel()
                .mapToObj(i -> keys.sign(ID, TIMESTAMP, BODY))
                .distinct()
                .toList();
        assertThat(signatures).containsExactly(SIGNED_BY_SECRET + " " + SIGNED_BY_PAIR);
    }

    /** RFC 8032, 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a",
    })
    void vectorsOfEd25519_always_areMet(String seed, String publicKey, String message, String signature) {
        HexFormat hex = HexFormat.of();
        Ed25519Key key = new Ed25519Key(hex.parseHex(seed + publicKey));
        assertThat(hex.formatHex(key.signature(new byte[0], hex.parseHex(message))))
                .isEqualTo(signature);
    }

    @Test
    void hubSignature_ofGitHubsExample_isMet() {
        HubSecret secret = HubSecret.parse("sign.github.secret", "It's a Secret to Everybody");
        assertThat(secret.sign("Hello, World!".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void keys_inOneText_areTakenInOrder() {
        assertThat(keys(PAIR + "\n" + SECRET + "\n").sign(ID, TIMESTAMP, BODY))
                .isEqualTo(SIGNED_BY_PAIR + " " + SIGNED_BY_SECRET);
    }

    @Test
    void publicKeys_always_areThoseOfV1a() {
        assertThat(keys(SECRET, PAIR).publicKeys()).containsExactly(PUBLIC);
        assertThat(keys(SECRET).publicKeys()).isEmpty();
    }

    @Test
    void key_ofAllowedLength_isTaken() {
        assertThat(keys(secretOf(24), secretOf(64)).sign(ID, TIMESTAMP, BODY)).matches("v1,\\S{44} v1,\\S{44}");
    }

    @Test
    void key_againstARule_isRefusedWithoutShowingIt() {
        String half = PAIR.substring(5, 5 + 40);
        String mixed = "whsk_" + Base64.getEncoder().encodeToString(new byte[64]);
        assertRefused("key 1 must be 24 to 64 bytes, found 23", secretOf(23));
        assertRefused("key 1 must be 24 to 64 bytes, found 65", secretOf(65));
        assertRefused("key 2 must be Base64 after whsec_", SECRET, "whsec_MARKER~~~~");
        assertRefused("key 1 must be Base64 after whsk_", "whsk_MARKER-MARKER");
        assertRefused("key 1 must be 64 bytes, the private key and the public one, found 30", "whsk_" + half);
        assertRefused("key 1 must hold a private key and the public key that belongs to it", mixed);
        assertRefused("key 1 is a public key, which is for receivers; must be a private one, whsk_...", PUBLIC);
        assertRefused("key 1 must begin with whsec_ (HMAC-SHA256) or whsk_ (Ed25519)", "MARKER");
        assertRefused("key 3 is there twice", SECRET, PAIR, SECRET);
        assertRefused(
                "must be at most 10 keys, found 11",
                IntStream.range(30, 41).mapToObj(SigningKeysTest::secretOf).toArray(String[]::new));
    }

    private static void assertRefused(String message, String... keys) {
        assertThatThrownBy(() -> keys(keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sign.keys: " + message)
                .satisfies(refusal -> {
                    for (String key : keys) {
                        assertThat(Throwables.getStackTrace(refusal)).doesNotContain(key);
                    }
                });
    }

    private static String secretOf(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
