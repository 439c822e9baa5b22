/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Asks one server once, by HTTP/1.0: no proxy, no redirect, no credentials, and no address that the policy forbids. The
 * name is looked up once, and what was judged is what is connected. Runs in a daemon thread of its own, which ends with it: a
 * look-up cannot be ended, so nobody may have to wait for it.
 *
 * @param <T> what comes of it
 */
final class Fetch<T> {

    private static final int MAX_HEAD_BYTES = 8 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,9})[ \\t]*$");
    private static final Pattern CODED = Pattern.compile("(?im)^(?:transfer|content)-encoding:");

    private final Question question;
    private final Reader<T> reader;
    private final Optional<AddressPolicy> policy;
    private final Duration timeout;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** Guarded by this, like {@link #over}. */
    private Socket socket;

    private boolean over;

    private Fetch(Question question, Reader<T> reader, Optional<AddressPolicy> policy, Duration timeout) {
        this.question = Objects.requireNonNull(question, "question");
        this.reader = Objects.requireNonNull(reader, "reader");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
    }

    /**
     * Asks, and returns at once.
     *
     * @param reader reads the body of a response with status 200, on the thread of the question
     * @param addresses gives the policy of now; without one nobody is asked
     * @param timeout from now to the end of the reading
     * @return what the reader has made of it; or an {@link IOException} with the reason
     */
    static <T> CompletableFuture<T> start(
            Question question, Reader<T> reader, Supplier<Optional<AddressPolicy>> addresses, Duration timeout) {
        Fetch<T> fetch = new Fetch<>(question, reader, addresses.get(), timeout);
        Thread thread = new Thread(fetch::run, "audithook-revocation");
        thread.setDaemon(true);
        CompletableFuture<T> ending = fetch.answer
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((body, failure) -> fetch.end());
        thread.start();
        return ending;
    }

    /** A URL that can be asked, if this is one. */
    static Optional<URI> usable(String text) {
        try {
            return Optional.of(URI.create(text)).filter(Fetch::isUsable);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(URI url) {
        return url.getHost() != null
                && url.getScheme() != null
                && List.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT));
    }

    /** The URL for messages: without what may be a secret, which is user, password and query. */
    static String shown(URI url) {
        return url.getScheme() + "://" + authority(url) + url.getRawPath();
    }

    /** Host and port as they stand in it. */
    private static String authority(URI url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private void run() {
        try {
            answer.complete(reader.read(fetch()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Java rejects some hosts and ports by unchecked exceptions; whoever waits must hear of them
            answer.completeExceptionally(e);
        }
    }

    private byte[] fetch() throws IOException, GeneralSecurityException {
        List<InetAddress> addresses = allowed();
        // one that drops what it gets must leave time for the next
        int share = (int) Math.max(1, timeout.toMillis() / addresses.size());
        IOException failure = null;
        for (InetAddress address : addresses) {
            try (Socket plain = open()) {
                plain.connect(new InetSocketAddress(address, port()), share);
                if (!isHttps()) {
                    return exchange(plain);
                }
                try (Socket secured = secured(plain)) {
                    return exchange(secured);
                }
            } catch (ConnectException | NoRouteToHostException | SocketTimeoutException e) {
                failure = new IOException(
                        "cannot be connected at " + address.getHostAddress() + ": " + e.getMessage(), e);
            }
        }
        throw failure;
    }

    private List<InetAddress> allowed() throws IOException {
        AddressPolicy judge =
                policy.orElseThrow(() -> new IOException("there is no address policy, so nobody is asked"));
        return allowed(List.of(lookUp()), judge);
    }

    /** Those of a host's addresses that may be connected to; never empty. */
    static List<InetAddress> allowed(List<InetAddress> addresses, AddressPolicy policy) throws IOException {
        AddressPolicy.Judgement judgement = policy.judge(addresses);
        if (judgement.objection().isPresent()) {
            throw new IOException(
                    "it must not be connected: " + judgement.objection().get());
        }
        return judgement.allowed();
    }

    private InetAddress[] lookUp() throws IOException {
        try {
            return InetAddress.getAllByName(question.url().getHost());
        } catch (UnknownHostException e) {
            throw new IOException("its host is not known", e);
        }
    }

    private synchronized Socket open() throws IOException {
        if (over) {
            throw new IOException("it is too late");
        }
        // the JVM may have a SOCKS proxy
        socket = new Socket(Proxy.NO_PROXY);
        return socket;
    }

    private Socket secured(Socket plain) throws IOException, GeneralSecurityException {
        // not SSLContext.getDefault(): anybody in the JVM may have replaced that
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        String host = question.url().getHost().replaceFirst("^\\[(.*)]$", "$1");
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }

    private byte[] exchange(Socket connected) throws IOException {
        connected.getOutputStream().write(Der.concat(head().getBytes(StandardCharsets.US_ASCII), question.body()));
        connected.getOutputStream().flush();
        InputStream in = connected.getInputStream();
        String head = readHead(in);
        Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
        if (!status.matches()) {
            throw new IOException("what it sends is no HTTP response");
        }
        if (!status.group(1).equals("200")) {
            throw new IOException("it answers with status " + status.group(1)
                    + (status.group(1).startsWith("3") ? ", and redirects are not followed" : ""));
        }
        if (CODED.matcher(head).find()) {
            throw new IOException("its answer is encoded, which was not asked for");
        }
        return readBody(in, LENGTH.matcher(head));
    }

    private String head() {
        URI url = question.url();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        List<String> lines = new ArrayList<>();
        lines.add((question.isGet() ? "GET " : "POST ") + path + query + " HTTP/1.0");
        lines.add("Host: " + authority(url));
        lines.add("Accept: " + question.wanted());
        if (!question.isGet()) {
            lines.add("Content-Type: " + question.type());
            lines.add("Content-Length: " + question.body().length);
        }
        lines.add("Connection: close");
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException(head.isEmpty() ? "it closes without an answer" : "what it sends is cut off");
            }
            if (head.length() == MAX_HEAD_BYTES) {
                throw new IOException("its headers are longer than " + MAX_HEAD_BYTES + " bytes");
            }
            head.append((char) next);
        }
        return head.toString().replace("\r\n", "\n");
    }

    private byte[] readBody(InputStream in, Matcher length) throws IOException {
        int wanted = length.find() ? Integer.parseInt(length.group(1)) : Integer.MAX_VALUE;
        byte[] body = in.readNBytes(Math.min(wanted, question.maxBytes() + 1));
        if (body.length > question.maxBytes()) {
            throw new IOException("its answer is longer than " + question.maxBytes() + " bytes");
        }
        if (wanted != Integer.MAX_VALUE && body.length < wanted) {
            throw new IOException("what it sends is cut off");
        }
        return body;
    }

    private boolean isHttps() {
        return question.url().getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    private int port() {
        int port = question.url().getPort();
        return port >= 0 ? port : isHttps() ? 443 : 80;
    }

    /** Ends whatever the thread waits for on the connection. */
    private synchronized void end() {
        over = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // nothing of it is needed any more
            }
        }
    }

    /**
     * What is asked.
     *
     * @param url whom
     * @param wanted the media types of an answer
     * @param type the media type of the body; empty for a GET
     * @param body empty for a GET
     * @param maxBytes how long the body of an answer may be
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Question(URI url, String wanted, String type, byte[] body, int maxBytes) {

        static Question get(URI url, String wanted, int maxBytes) {
            return new Question(url, wanted, "", new byte[0], maxBytes);
        }

        boolean isGet() {
            return type.isEmpty();
        }
    }

    /**
     * Makes something of an answer.
     *
     * @param <T> what
     */
    @FunctionalInterface
    interface Reader<T> {

        T read(byte[] body) throws IOException, GeneralSecurityException;
    }
}
