/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.fault.server.ServerProcess;
import io.audithook.webhook.api.TlsProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A real nginx on loopback with a server, and a port, for each of several identities. */
final class Nginx implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path executable;
    private final Path dir;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final StringBuilder servers = new StringBuilder();
    private ServerProcess process;

    Nginx(Path executable, Path dir) {
        this.executable = executable;
        this.dir = dir;
    }

    /** Adds a server that shows these certificates, with further directives. */
    Nginx with(String name, ClientKey key, String directives) throws Exception {
        Files.writeString(dir.resolve(name + ".pem"), Material.pem(key));
        int port = ServerProcess.freePort(InetAddress.getLoopbackAddress());
        ports.put(name, port);
        servers.append(
                "server { listen 127.0.0.1:%d ssl; ssl_certificate %s.pem; ssl_certificate_key %s.pem; %s return 200; }%n"
                        .formatted(port, name, name, directives));
        return this;
    }

    Nginx start() throws Exception {
        Files.createDirectories(dir.resolve("tmp"));
        StringBuilder paths = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            paths.append(kind).append("_temp_path tmp/").append(kind).append("; ");
        }
        Files.writeString(
                dir.resolve("nginx.conf"),
                "daemon off; master_process off; pid nginx.pid; events { }\nhttp { access_log off; ssl_protocols TLSv1.2 TLSv1.3; "
                        + paths + "\n" + servers + "}\n");
        process = ServerProcess.start(
                dir,
                Map.of(),
                ports.values().stream()
                        .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .toList(),
                List.of(executable.toString(), "-p", dir + "/", "-c", "nginx.conf", "-e", "stderr"));
        return this;
    }

    /** The status line that a server answers with. */
    String call(String name, TlsProfile profile) throws IOException {
        int port = ports.get(name);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket secured =
                        (SSLSocket) profile.context().getSocketFactory().createSocket(plain, "localhost", port, true)) {
            secured.setSoTimeout((int) PATIENCE.toMillis());
            SSLParameters parameters = secured.getSSLParameters();
            if (!profile.protocols().isEmpty()) {
                parameters.setProtocols(profile.protocols().toArray(new String[0]));
            }
            if (profile.verifyHostName()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secured.setSSLParameters(parameters);
            secured.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(secured.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return secured.getSession().getProtocol() + " " + status;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
