/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A responder on loopback; what it answers is made by {@code openssl ocsp}. */
final class OcspResponder implements AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path dir;
    private final HttpServer server;

    private OcspResponder(Path dir, HttpServer server) {
        this.dir = dir;
        this.server = server;
    }

    /** Answers for this authority that one certificate is good and the other was revoked. */
    static OcspResponder start(Path dir, Authority authority, X509Certificate good, X509Certificate revoked)
            throws Exception {
        Files.writeString(dir.resolve("ca.pem"), Material.pem(authority.certificate()));
        Files.writeString(dir.resolve("ca.key"), Material.pem(authority.key()));
        Files.writeString(
                dir.resolve("index.txt"), line("V", good, "") + line("R", revoked, TIME.format(Instant.now())));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        OcspResponder responder = new OcspResponder(dir, server);
        server.createContext("/", responder::answer);
        server.start();
        return responder;
    }

    /** A file with what it says about a certificate, for a server to show. */
    Path response(X509Certificate certificate) throws Exception {
        Path asked = Files.createTempFile(dir, "asked", ".pem");
        Files.writeString(asked, Material.pem(certificate));
        Path out = Files.createTempFile(dir, "ocsp", ".resp");
        openssl(List.of("-issuer", "ca.pem", "-cert", asked.toString()), out);
        return out;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private static String line(String status, X509Certificate certificate, String revokedAt) {
        // OpenSSL wants whole bytes
        String serial = String.format("%04X", certificate.getSerialNumber());
        return String.join(
                        "\t",
                        status,
                        TIME.format(certificate.getNotAfter().toInstant()),
                        revokedAt,
                        serial,
                        "unknown",
                        "/CN=x")
                + "\n";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestMethod().equals("GET")
                    ? Base64.getDecoder()
                            .decode(exchange.getRequestURI().getPath().substring(1))
                    : exchange.getRequestBody().readAllBytes();
            Path in = Files.createTempFile(dir, "ocsp", ".req");
            Path out = Files.createTempFile(dir, "ocsp", ".resp");
            Files.write(in, request);
            openssl(List.of("-reqin", in.toString()), out);
            byte[] response = Files.readAllBytes(out);
            exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
        }
    }

    private void openssl(List<String> question, Path out) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("openssl", "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey"));
        command.addAll(List.of("ca.key", "-respout", out.toString(), "-ndays", "1"));
        command.addAll(question);
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("openssl ocsp failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
