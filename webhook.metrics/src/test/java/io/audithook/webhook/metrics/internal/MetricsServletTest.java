/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servlet in a real server. */
class MetricsServletTest {

    private static final List<MetricFamily> FAMILIES = List.of(new MetricFamily(
            "a_total",
            MetricFamily.Type.COUNTER,
            "All.",
            List.of("endpoint"),
            List.of(new MetricSample(List.of("\u00e9"), 7))));

    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;

    @TempDir
    Path dir;

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private URI start(Map<String, Object> configuration) throws Exception {
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        // for a client that is elsewhere
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .addCustomizer(new ForwardedRequestCustomizer());
        ServletContextHandler context = new ServletContextHandler("/");
        MetricsSettings settings = MetricsSettings.from(new Settings(MetricsConfig.PID, configuration));
        context.addServlet(
                new ServletHolder(new MetricsServlet(new Collector(() -> List.of(() -> FAMILIES)), settings)),
                settings.path());
        server.setHandler(context);
        server.start();
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + settings.path());
    }

    private HttpResponse<String> ask(URI uri, String method, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void get_givesTheFormatThatIsAskedFor() throws Exception {
        URI uri = start(Map.of("path", "/a/numbers"));
        HttpResponse<String> plain = ask(uri, "GET");
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(type(plain)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(plain.body()).isEqualTo(Exposition.PROMETHEUS.write(FAMILIES));
        HttpResponse<String> open = ask(uri, "GET", "Accept", "application/openmetrics-text; version=1.0.0");
        assertThat(type(open)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).isEqualTo(Exposition.OPENMETRICS.write(FAMILIES));
    }

    @Test
    void methods_otherThanGet_areRefused() throws Exception {
        URI uri = start(Map.of());
        HttpResponse<String> head = ask(uri, "HEAD");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        HttpResponse<String> post = ask(uri, "POST");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void token_isAskedFor() throws Exception {
        Path file = Files.writeString(dir.resolve("token"), "right\n");
        URI uri = start(Map.of("token", "file:" + file));
        assertThat(ask(uri, "GET").statusCode()).isEqualTo(401);
        assertThat(ask(uri, "GET", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(ask(uri, "GET", "Authorization", "Bearer right").statusCode())
                .isEqualTo(200);
        Files.delete(file);
        assertThat(ask(uri, "GET", "Authorization", "Bearer right").statusCode())
                .isEqualTo(503);
    }

    @Test
    void requestsFromElsewhere_areRefusedUnlessAllowed() throws Exception {
        String[] elsewhere = {"X-Forwarded-For", "192.0.2.1"};
        HttpResponse<String> refused = ask(start(Map.of()), "GET", elsewhere);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEmpty();
        server.stop();
        assertThat(ask(start(Map.of("loopbackOnly", false)), "GET", elsewhere).statusCode())
                .isEqualTo(200);
    }
}
