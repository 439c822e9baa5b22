/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Answers in good order, again and again on a connection that is kept: statuses, and headers a client may fall for. */
public final class Answers {

    /** Values of Retry-After: good ones in each form, and bad ones. */
    public static final List<String> RETRY_AFTER = List.of(
            "0",
            "120",
            "120.6",
            "Fri, 31 Dec 2100 23:59:59 GMT",
            "Friday, 31-Dec-99 23:59:59 GMT",
            "Fri Dec 31 23:59:59 2100",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "99999999999",
            "99999999999999999999999999",
            "-1",
            "",
            "soon");

    private static final List<Integer> STATUSES = List.of(
            200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401,
            402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424,
            425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 599, 600, 999);

    private Answers() {}

    /** All: {@code status-200} and so on, redirects to where nobody is, and the others by name. */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        STATUSES.forEach(status -> all.add(new Fault("status-" + status, status(status))));
        all.add(new Fault("status-099", line("HTTP/1.1 099 Odd")));
        all.add(new Fault("status-without-reason", line("HTTP/1.1 200")));
        all.add(new Fault("status-with-empty-reason", line("HTTP/1.1 200 ")));
        all.add(new Fault("status-500-without-reason", line("HTTP/1.1 500")));
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            all.add(new Fault("redirect-" + status, redirect(status, "http://127.0.0.1:1/elsewhere")));
        }
        all.add(new Fault("redirect-to-file", redirect(307, "file:///etc/passwd")));
        all.add(new Fault("redirect-to-metadata", redirect(307, "http://169.254.169.254/latest/meta-data/")));
        all.add(new Fault("redirect-to-itself", redirect(308, "/")));
        for (int status : new int[] {429, 503}) {
            IntStream.range(0, RETRY_AFTER.size())
                    .forEach(i -> all.add(
                            new Fault("retry-after-" + status + "-" + i, retryAfter(status, RETRY_AFTER.get(i)))));
        }
        all.add(new Fault("state-headers", stateHeaders()));
        all.add(new Fault("challenge", line("HTTP/1.1 401 No", "WWW-Authenticate: Basic realm=\"x\"")));
        all.add(new Fault("interim-then-200", interimThen(3)));
        return List.copyOf(all);
    }

    /** 200. */
    public static Script ok() {
        return status(200);
    }

    /** A status with an empty body. */
    public static Script status(int status) {
        return line("HTTP/1.1 " + status + " Status " + status);
    }

    /** A status with a Location. */
    public static Script redirect(int status, String location) {
        return line("HTTP/1.1 " + status + " Elsewhere", "Location: " + location);
    }

    /** A status with a Retry-After. */
    public static Script retryAfter(int status, String value) {
        return line("HTTP/1.1 " + status + " Later", "Retry-After: " + value);
    }

    /** 200 with what wants to be remembered: cookies, HSTS, Alt-Svc. */
    public static Script stateHeaders() {
        return line(
                "HTTP/1.1 200 OK",
                "Set-Cookie: a=b; Path=/; Max-Age=86400",
                "Strict-Transport-Security: max-age=31536000; includeSubDomains",
                "Alt-Svc: h2=\":1\"; ma=86400");
    }

    /** So many interim answers, and then 200. */
    public static Script interimThen(int count) {
        return answers(
                "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(count) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    /** An answer with this status line and these headers, and an empty body. */
    public static Script line(String statusLine, String... headers) {
        StringBuilder text = new StringBuilder(statusLine).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        // these two never have a body, and must not say how long it is
        String length = statusLine.matches("\\S+ (204|304)\\b.*") ? "" : "Content-Length: 0\r\n";
        return answers(text.append(length).append("\r\n").toString());
    }

    private static Script answers(String text) {
        return Script.accept().forever(Script.accept().readRequest().write(text));
    }
}
