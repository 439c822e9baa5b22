/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import io.audithook.webhook.dispatcher.internal.http.Mask;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Phase;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token of OAuth 2.0 client credentials (RFC 6749, 4.4), shared by all endpoints with the same settings: fetched when
 * it is first needed and renewed while the old one is still good, by one request for all who wait.
 *
 * <p>Safe for use by many threads. Takers are called outside the lock, on the thread of whoever asked or of the
 * transport; they must not block.
 */
public final class TokenSource {

    private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A token is renewed so long before it expires, or a fifth of its life if that is less. */
    private static final Duration RENEWAL_AHEAD = Duration.ofSeconds(60);

    /** So long before it expires it is not sent any more, or a tenth of its life: it has to arrive first. */
    private static final Duration LAST_USE_AHEAD = Duration.ofSeconds(10);

    /** After a failure the server is left alone for a second, then two, and so on to this. */
    private static final Duration LONGEST_BREAK = Duration.ofSeconds(60);

    /** A receiver that refuses every token does not make us fetch one for every event. */
    private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(60);

    private final TokenSettings settings;
    private final Transport transport;
    private final Timekeeper time;

    // Guarded by this

    private final List<Consumer<Result>> waiting = new ArrayList<>();
    private Token current;
    private boolean renewing;
    private int failures;
    private Outcome failure;
    private long nextRenewal;
    private boolean refusedBefore;
    private long refusedAt;

    /**
     * @param settings where tokens come from
     * @param transport goes there
     * @param time the time
     */
    public TokenSource(TokenSettings settings, Transport transport, Timekeeper time) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.transport = Objects.requireNonNull(transport, "transport");
        this.time = Objects.requireNonNull(time, "time");
        this.nextRenewal = time.nanoTime();
    }

    /**
     * Gives a token that can be used now, or the reason why there is none.
     *
     * @param credentials those of this moment; asked if a token has to be fetched
     * @param taker gets it exactly once
     */
    void token(Supplier<ClientCredentials> credentials, Consumer<Result> taker) {
        Optional<Result> known = Optional.empty();
        boolean renew = false;
        synchronized (this) {
            long now = time.nanoTime();
            boolean mayRenew = now - nextRenewal >= 0;
            if (current != null && now - current.lastUse < 0) {
                known = Optional.of(new Result(current, null));
                renew = !renewing && mayRenew && now - current.renewal >= 0;
            } else if (failure != null && !renewing && !mayRenew) {
                known = Optional.of(new Result(null, failure));
            } else {
                waiting.add(taker);
                renew = !renewing;
            }
            renewing |= renew;
        }
        known.ifPresent(taker);
        if (renew) {
            renew(credentials.get());
        }
    }

    /**
     * A receiver has refused this token: it is not used any more.
     *
     * @return whether it is worth trying with another one
     */
    synchronized boolean refused(Token token) {
        if (token != current) {
            return true;
        }
        long now = time.nanoTime();
        if (refusedBefore && now - refusedAt < BETWEEN_REFUSALS.toNanos()) {
            return false;
        }
        refusedBefore = true;
        refusedAt = now;
        current = null;
        return true;
    }

    private void renew(ClientCredentials credentials) {
        long asked = time.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        transport.send(request(credentials, body), outcome -> renewed(asked, outcome, body.toByteArray(), credentials));
    }

    private WebhookRequest request(ClientCredentials credentials, ByteArrayOutputStream answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", settings.userAgent());
        headers.put("Accept", "application/json");
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        if (!settings.scope().isEmpty()) {
            form.append("&scope=").append(encoded(settings.scope()));
        }
        String id = encoded(credentials.id());
        String secret = encoded(credentials.secret());
        switch (settings.method()) {
            case BASIC -> {
                byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.US_ASCII);
                headers.put(
                        AuthHeader.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case POST ->
                form.append("&client_id=").append(id).append("&client_secret=").append(secret);
        }
        return new WebhookRequest(
                WebhookRequest.Method.POST,
                settings.url(),
                headers,
                "application/x-www-form-urlencoded",
                form.toString().getBytes(StandardCharsets.US_ASCII),
                TIMEOUT,
                Optional.of(piece -> {
                    byte[] bytes = new byte[piece.remaining()];
                    piece.get(bytes);
                    answer.writeBytes(bytes);
                }));
    }

    private void renewed(long asked, Outcome outcome, byte[] body, ClientCredentials credentials) {
        TokenAnswer answer = TokenAnswer.parse(body);
        Result result;
        List<Consumer<Result>> takers;
        synchronized (this) {
            renewing = false;
            if (outcome.delivered() && !answer.token().isEmpty()) {
                current = Token.of(answer, asked);
                failures = 0;
                failure = null;
                nextRenewal = time.nanoTime();
                result = new Result(current, null);
            } else {
                failures++;
                failure = failure(outcome, answer, credentials);
                long pause = Math.min(LONGEST_BREAK.toSeconds(), 1L << Math.min(failures - 1, 10));
                nextRenewal = time.nanoTime() + Duration.ofSeconds(pause).toNanos();
                result = new Result(null, failure);
                if (failures == 1) {
                    LOG.warn("{}; asking again", failure.detail());
                }
            }
            takers = List.copyOf(waiting);
            waiting.clear();
        }
        takers.forEach(taker -> taker.accept(result));
    }

    private Outcome failure(Outcome outcome, TokenAnswer answer, ClientCredentials credentials) {
        String reason;
        if (outcome.status() == 0) {
            reason = outcome.toString();
        } else if (outcome.kind() == Outcome.Kind.REDIRECT) {
            reason = "HTTP " + outcome.status() + ", and redirects are not followed; change auth.tokenUrl";
        } else {
            reason = "HTTP " + outcome.status() + ", " + answer.problem();
        }
        List<String> secrets = List.of(credentials.secret(), encoded(credentials.secret()));
        return new Outcome(
                Outcome.Kind.AUTH_TOKEN,
                0,
                Phase.CONNECT,
                "no token from " + settings.displayUrl() + ": " + Mask.over(reason, secrets));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenSource[" + settings.displayUrl() + "]";
    }

    /** A token and when to do without it, in nanoseconds of the clock. Told from another by identity; not shown. */
    static final class Token {

        private final AuthHeader header;
        private final long renewal;
        private final long lastUse;

        private Token(AuthHeader header, long renewal, long lastUse) {
            this.header = header;
            this.renewal = renewal;
            this.lastUse = lastUse;
        }

        private static Token of(TokenAnswer answer, long asked) {
            long life = answer.lifetime().toNanos();
            return new Token(
                    AuthHeader.token("Bearer", answer.token()),
                    asked + life - Math.min(RENEWAL_AHEAD.toNanos(), life / 5),
                    asked + life - Math.min(LAST_USE_AHEAD.toNanos(), life / 10));
        }

        AuthHeader header() {
            return header;
        }
    }

    /**
     * A token, or why there is none: one of the two is null.
     *
     * @param token the token
     * @param failure the outcome for whoever needs it
     */
    record Result(Token token, Outcome failure) {}
}
