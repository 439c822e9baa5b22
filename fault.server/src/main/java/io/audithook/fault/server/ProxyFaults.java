/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.time.Duration;
import java.util.List;

/**
 * What an HTTP proxy can do when it is asked to CONNECT. The server is the proxy; behind one that works, it is the origin
 * server, too.
 */
public final class ProxyFaults {

    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private static final String CHALLENGE = "Proxy-Authenticate: Basic realm=\"proxy\"\r\n";

    private ProxyFaults() {}

    /** All. */
    public static List<Fault> all() {
        return List.of(
                new Fault("proxy-refuse", Script.refuse()),
                new Fault("proxy-connect-hangs", Script.dropConnects()),
                new Fault("proxy-hangs", connect().hang()),
                new Fault(
                        "proxy-hangs-in-headers",
                        connect().write("HTTP/1.1 200 Conn").hang()),
                new Fault("proxy-403", refusal(403, "")),
                new Fault("proxy-407", refusal(407, CHALLENGE)),
                new Fault(
                        "proxy-407-close",
                        connect()
                                .write("HTTP/1.1 407 No\r\n" + CHALLENGE + "Content-Length: 0\r\n\r\n")
                                .close()),
                new Fault("proxy-502", refusal(502, "")),
                new Fault("proxy-503-retry-after", refusal(503, "Retry-After: 120\r\n")),
                new Fault("proxy-302", refusal(302, "Location: http://127.0.0.1:1/login\r\n")),
                new Fault(
                        "proxy-garbage",
                        connect().write("\u0000\u0001 not a proxy\r\n\r\n").close()),
                new Fault(
                        "proxy-200-and-garbage",
                        connect().write(ESTABLISHED + "220 SMTP ready\r\n").hang()),
                new Fault(
                        "proxy-200-with-body",
                        connect()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello")
                                .hang()),
                new Fault("proxy-200-and-hang", connect().write(ESTABLISHED).hang()),
                new Fault("proxy-closes", connect().close()),
                new Fault("proxy-resets", connect().reset()),
                new Fault("proxy-200-and-close", connect().write(ESTABLISHED).close()),
                new Fault("proxy-200-and-reset", connect().write(ESTABLISHED).reset()));
    }

    /** A proxy that works, to an origin server that does what a script says, inside TLS. */
    public static Script tunnel(Tls tls, Script origin) {
        return connect().write(ESTABLISHED).tls(tls).then(origin);
    }

    /** As {@link #tunnel}, and the proxy takes its time. */
    public static Script slow(Duration delay, Tls tls, Script origin) {
        return connect().sleep(delay).write(ESTABLISHED).tls(tls).then(origin);
    }

    /** Refuses each CONNECT, and keeps the connection. */
    public static Script refusal(int status, String headers) {
        return Script.accept()
                .forever(connect().write("HTTP/1.1 " + status + " No\r\n" + headers + "Content-Length: 0\r\n\r\n"));
    }

    private static Script connect() {
        return Script.accept().readHeaders();
    }
}
