/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the library for receivers on Node.js makes of our signatures, as npm has it. */
class NodeLibraryTest {

    private static final String LIBRARY = "standardwebhooks@1.1.1";
    private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

    /** One line of JSON for each message; says for each whether it is good. */
    private static final String CHECK = """
            const { Webhook } = require('standardwebhooks');
            const lines = require('fs').readFileSync(0, 'utf8').split('\\n').filter(line => line);
            for (const line of lines) {
              const [secret, id, timestamp, signature, body] = line.split('\\t');
              const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
              try {
                new Webhook(secret).verify(Buffer.from(body, 'base64').toString('utf8'), headers);
                console.log('good');
              } catch (e) {
                console.log(e.message);
              }
            }
            """;

    @BeforeAll
    static void install() throws Exception {
        for (String program : List.of("node", "npm")) {
            assumeTrue(
                    ServerProcess.find(program).isPresent(),
                    program + " is not installed (Debian: nodejs, npm): its library is not asked");
        }
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("check.js"), CHECK);
        if (!Files.exists(FOLDER.resolve("node_modules/standardwebhooks/package.json"))) {
            Path output = FOLDER.resolve("npm.log");
            boolean installed = run(
                            output,
                            ProcessBuilder.Redirect.PIPE,
                            "npm",
                            "install",
                            "--prefix",
                            FOLDER.toString(),
                            "--no-save",
                            "--no-audit",
                            "--no-fund",
                            "--ignore-scripts",
                            LIBRARY)
                    == 0;
            assumeTrue(installed, LIBRARY + " cannot be had from npm, see " + output);
        }
    }

    @Test
    void library_always_tellsOursFromChanged() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String secret = secret(random);
            String body = "{\"n\":" + i + ",\"text\":\"" + "Gr\u00f6\u00dfe \u20ac".repeat(random.nextInt(200)) + "\"}";
            String timestamp = Long.toString(Instant.now().getEpochSecond());
            // another key before it and one after it, as during a rotation
            String signature = SigningKeys.parse(
                            "sign.keys", List.of(SigningKeysTest.PAIR, secret(random), secret, secret(random)))
                    .sign("evt_" + i, timestamp, body.getBytes(StandardCharsets.UTF_8));
            lines.append(line(secret, "evt_" + i, timestamp, signature, body));
            lines.append(line(secret, "evt_" + i, timestamp, signature, body + " "));
            lines.append(line(secret(random), "evt_" + i, timestamp, signature, body));
        }
        Path input = Files.writeString(FOLDER.resolve("input"), lines);
        Path output = FOLDER.resolve("output");
        assertThat(run(output, ProcessBuilder.Redirect.from(input.toFile()), "node", "check.js"))
                .as("node")
                .isZero();
        List<String> said = Files.readAllLines(output);
        assertThat(said).hasSize(300);
        for (int i = 0; i < said.size(); i += 3) {
            assertThat(said.subList(i, i + 3))
                    .containsExactly("good", "No matching signature found", "No matching signature found");
        }
    }

    private static String secret(SplittableRandom random) {
        byte[] key = new byte[random.nextInt(24, 65)];
        random.nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    private static String line(String secret, String id, String timestamp, String signature, String body) {
        String bytes = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        return String.join("\t", secret, id, timestamp, signature, bytes) + "\n";
    }

    private static int run(Path output, ProcessBuilder.Redirect input, String... command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectInput(input)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
