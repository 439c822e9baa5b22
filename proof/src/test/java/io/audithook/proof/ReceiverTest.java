/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other half of the oracle. */
class ReceiverTest {

    /** Long enough for a request to arrive. */
    private static final Duration NO_ANSWER = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private int post(URI to, Event event) throws IOException, InterruptedException {
        // nobody waits for it but a machine with other things to do
        return post(to, event, Duration.ofMinutes(1));
    }

    private int post(URI to, Event event, Duration timeout) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(to)
                                .timeout(timeout)
                                .header("webhook-id", event.id())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void behaviours_areWhatTheySay_andAllIsLogged() throws Exception {
        try (Receiver receiver = new Receiver()) {
            URI uri = receiver.uri("a");
            Inbox inbox = receiver.inbox("a");
            assertThat(post(uri, new Event(1, 1))).isEqualTo(200);
            inbox.behave(Answer.always(Answer.FAIL));
            assertThat(post(uri, new Event(1, 2))).isEqualTo(500);
            inbox.behave(Answer.always(Answer.HANG));
            assertThatThrownBy(() -> post(uri, new Event(1, 3), NO_ANSWER)).isInstanceOf(HttpTimeoutException.class);
            inbox.behave(Answer.always(Answer.TRICKLE));
            assertThatThrownBy(() -> post(uri, new Event(1, 4), NO_ANSWER)).isInstanceOf(HttpTimeoutException.class);
            assertThat(inbox.receipts()).extracting(Receipt::status).containsExactly(200, 500, 0, 0);
            assertThat(inbox.receipts()).extracting(Receipt::id).containsExactly("k1-1", "k1-2", "k1-3", "k1-4");
            assertThat(inbox.delivered()).isEqualTo(1);
        }
    }

    @Test
    void port_refusedAndBack_isTheSame() throws Exception {
        try (Receiver receiver = new Receiver()) {
            URI uri = receiver.uri("a");
            for (int i = 1; i <= 20; i++) {
                Event event = new Event(1, i);
                receiver.refuse();
                assertThatThrownBy(() -> post(uri, event)).isInstanceOf(IOException.class);
                receiver.listen();
                assertThat(post(uri, event)).isEqualTo(200);
            }
            assertThat(receiver.inbox("a").delivered()).isEqualTo(20);
        }
    }

    @Test
    void connections_countThoseThatNobodyHasTakenYet() throws Exception {
        try (Receiver receiver = new Receiver()) {
            URI uri = receiver.uri("a");
            List<SocketChannel> open = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                open.add(SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort())));
                assertThat(receiver.connections()).isEqualTo(i);
            }
            for (SocketChannel channel : open) {
                channel.close();
            }
            Proof.eventually("all are closed", () -> receiver.connections() == 0);
        }
    }
}
