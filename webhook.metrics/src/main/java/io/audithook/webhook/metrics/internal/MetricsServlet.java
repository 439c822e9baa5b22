/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the metrics to those who may see them. */
final class MetricsServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServlet.class);
    private static final long serialVersionUID = 1L;

    private final transient Collector collector;
    private final transient MetricsSettings settings;

    MetricsServlet(Collector collector, MetricsSettings settings) {
        this.collector = collector;
        this.settings = settings;
    }

    /** Tells what would keep it from showing any. */
    void check() {
        settings.token().check(MetricsServlet::refused);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int refusal = refusal(request, response);
        if (refusal != 0) {
            response.setStatus(refusal);
            response.setContentLength(0);
            return;
        }
        Exposition format = Accept.choose(request.getHeader("Accept"));
        byte[] body = format.write(collector.collect()).getBytes(StandardCharsets.UTF_8);
        response.setContentType(format.contentType());
        response.setHeader("Vary", "Accept");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private static void refused(String why) {
        LOG.error("Requests are refused: {}", why);
    }

    /** The status to refuse with, 0 if there is nothing against it. */
    private int refusal(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (settings.loopbackOnly()
                && !InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            return HttpServletResponse.SC_FORBIDDEN;
        }
        switch (settings.token().judge(request.getHeader("Authorization"), MetricsServlet::refused)) {
            case ADMITTED -> {
                // the rest is looked at below
            }
            case REFUSED -> {
                response.setHeader("WWW-Authenticate", "Bearer realm=\"audithook\"");
                return HttpServletResponse.SC_UNAUTHORIZED;
            }
            case UNREADABLE -> {
                return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            }
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            return HttpServletResponse.SC_METHOD_NOT_ALLOWED;
        }
        return 0;
    }
}
