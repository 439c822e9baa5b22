/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), shown::add);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private HttpResponse<String> send(String method, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + receiver.port() + "/any/path"))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void post_json_isShownIndentedAndAnsweredOk() throws Exception {
        HttpResponse<String> response = send("POST", "{\"b\":1.50,\"a\":{\"c\":[1,null]}}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("OK");
        assertThat(shown).containsExactly("{\n  \"b\" : 1.50,\n  \"a\" : {\n    \"c\" : [ 1, null ]\n  }\n}");
    }

    @Test
    void post_otherText_isShownAsItIs() throws Exception {
        assertThat(send("POST", "{not json").body()).isEqualTo("OK");
        assertThat(shown).containsExactly("{not json");
    }

    @Test
    void get_isRefused() throws Exception {
        assertThat(send("GET", "").statusCode()).isEqualTo(405);
        assertThat(shown).isEmpty();
    }
}
