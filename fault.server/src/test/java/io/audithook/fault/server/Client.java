/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that reads and writes bytes, and gives up after 20 s. */
final class Client implements AutoCloseable {

    static final String REQUEST = "POST /hook?a=b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    static Client to(FaultServer server) throws IOException {
        Socket socket = new Socket();
        socket.connect(server.address(), PATIENCE_MILLIS);
        return new Client(socket);
    }

    Client secured(FaultServer server, String... protocols) throws IOException {
        SSLSocket tls = (SSLSocket) Certificates.shared()
                .clientContext()
                .getSocketFactory()
                .createSocket(socket, "127.0.0.1", server.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return new Client(tls);
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    String read(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** What comes next; empty at the end. */
    String readSome() throws IOException {
        byte[] some = new byte[64 * 1024];
        int count = socket.getInputStream().read(some);
        return new String(some, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
    }

    String readToEnd() throws IOException {
        return new String(bytesToEnd(), StandardCharsets.ISO_8859_1);
    }

    byte[] bytesToEnd() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** What came before the reset; fails if there is none. */
    String readToReset() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (SocketException e) {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
        throw new AssertionError("No reset after: " + all);
    }

    Client endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
