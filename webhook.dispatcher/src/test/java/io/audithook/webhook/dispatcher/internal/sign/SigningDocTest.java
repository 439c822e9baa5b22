/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/signing.md tells users and receivers to do. */
class SigningDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "signing.md");
    private static final String ID = "evt_1";
    private static final String BODY = "{\"details\":\"Gr\u00f6\u00dfe\"}";

    @TempDir
    Path dir;

    private final String timestamp = Long.toString(Instant.now().getEpochSecond());
    private String output = "";

    /** Those that the document makes: whsec_, whsk_, whpk_. */
    private List<String> keys;

    private String signatures;

    @BeforeEach
    void makeKeys() throws Exception {
        assumeTrue(run(Map.of(), "openssl", "version") == 0, "openssl is not installed: the document is not tried");
        assertThat(run(Map.of(), "sh", "-ec", example("sh", 0))).as(output).isZero();
        keys = output.lines().filter(line -> line.startsWith("wh")).toList();
        assertThat(keys).hasSize(3);
        SigningKeys signing = SigningKeys.parse("sign.keys", keys.subList(0, 2));
        assertThat(signing.publicKeys()).containsExactly(keys.get(2));
        signatures = signing.sign(ID, timestamp, BODY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shell_always_tellsGoodFromBad() throws Exception {
        Map<String, String> environment = Map.of(
                "ID",
                ID,
                "TIMESTAMP",
                timestamp,
                "SIGNATURE",
                signatures,
                "SECRET",
                keys.get(0),
                "PUBLIC",
                keys.get(2));
        Files.writeString(dir.resolve("body"), BODY);
        assertThat(run(environment, "sh", "-c", example("sh", 1))).as(output).isZero();
        assertThat(output).startsWith("good");
        Files.writeString(dir.resolve("body"), BODY + " ");
        assertThat(run(environment, "sh", "-c", example("sh", 1))).as(output).isNotZero();
        assertThat(output).startsWith("bad");
    }

    @Test
    void java_always_tellsGoodFromBad() throws Exception {
        Files.writeString(dir.resolve("Check.java"), """
                import java.nio.charset.StandardCharsets;
                import java.security.*;
                import java.time.Instant;
                import java.util.Base64;
                import javax.crypto.Mac;
                import javax.crypto.spec.SecretKeySpec;
                class Check {
                    public static void main(String[] args) throws Exception {
                        System.out.println(
                                isOurs(args[0], args[1], args[2], args[3].getBytes(StandardCharsets.UTF_8), args[4]));
                    }
                """ + example("java", 0) + "}\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        for (String body : List.of("{}", "{} ")) {
            String signed = SigningKeys.parse("sign.keys", List.of(keys.get(1), keys.get(0)))
                    .sign(ID, timestamp, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(run(Map.of(), java, "Check.java", keys.get(0), ID, timestamp, body, signed))
                    .as(output)
                    .isZero();
            assertThat(output.strip()).isEqualTo(Boolean.toString(body.equals("{}")));
        }
    }

    @Test
    void javaScript_always_tellsGoodFromBad() throws Exception {
        assumeTrue(run(Map.of(), "node", "--version") == 0, "node is not installed: its example is not tried");
        Files.writeString(dir.resolve("check.js"), example("js", 0) + """
                        const [id, timestamp, signatures, body, ...keys] = process.argv.slice(2);
                        const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures };
                        console.log(keys.map(key => isOurs(key, headers, Buffer.from(body))).join());
                        """);
        for (String body : List.of(BODY, BODY + " ")) {
            boolean good = body.equals(BODY);
            assertThat(run(Map.of(), "node", "check.js", ID, timestamp, signatures, body, keys.get(0), keys.get(2)))
                    .as(output)
                    .isZero();
            assertThat(output.strip()).isEqualTo(good + "," + good);
        }
    }

    private static String example(String language, int index) throws IOException {
        List<String> found = new ArrayList<>();
        Pattern.compile("^```" + language + "\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(match -> found.add(match.group(1)));
        return found.get(index);
    }

    private int run(Map<String, String> environment, String... command) throws InterruptedException, IOException {
        Path file = dir.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(file.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return -1;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        output = Files.readString(file);
        return process.exitValue();
    }
}
