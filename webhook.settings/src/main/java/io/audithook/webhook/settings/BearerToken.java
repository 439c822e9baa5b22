/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The bearer token that requests must show (RFC 6750), by value or by reference to a file ({@code file:PATH}) or an
 * environment variable ({@code env:NAME}). A reference is resolved for each request, so that a token can be
 * changed without a restart; one that cannot be resolved lets nobody in.
 */
public final class BearerToken {

    private static final String BEARER = "bearer ";
    private static final Pattern VISIBLE = Pattern.compile("[ -~]+");

    private final String pid;
    private final Optional<Secret> secret;

    /** Whether it could not be read the last time. */
    private final AtomicBoolean unreadable = new AtomicBoolean();

    private BearerToken(String pid, Optional<Secret> secret) {
        this.pid = pid;
        this.secret = secret;
    }

    /** The token under this key; notes one that no header can show. Without one, none is needed. */
    public static BearerToken from(Settings settings, String key) {
        Optional<Secret> secret = settings.secret(key);
        if (secret.flatMap(Secret::literal)
                .filter(value -> !VISIBLE.matcher(value.strip()).matches())
                .isPresent()) {
            settings.problem(key, "must be visible ASCII characters");
        }
        return new BearerToken(settings.pid(), secret);
    }

    /** Tells why the token cannot be read, if so, as {@link #judge} would at the next request. */
    public void check(Consumer<String> log) {
        judge(null, log);
    }

    /**
     * Whether this header shows the token. Takes the same time wherever they differ.
     *
     * @param authorization the value of the header, or null
     * @param log is told why the token itself cannot be read, with the reference; once, until it can be read again
     */
    public Access judge(String authorization, Consumer<String> log) {
        try {
            boolean admitted = admits(authorization);
            unreadable.set(false);
            return admitted ? Access.ADMITTED : Access.REFUSED;
        } catch (IOException e) {
            if (!unreadable.getAndSet(true)) {
                log.accept(e.getMessage());
            }
            return Access.UNREADABLE;
        }
    }

    private boolean admits(String authorization) throws IOException {
        if (secret.isEmpty()) {
            return true;
        }
        byte[] token = resolve(secret.get()).getBytes(StandardCharsets.UTF_8);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return false;
        }
        byte[] shown = authorization.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, shown);
    }

    private String resolve(Secret secret) throws IOException {
        try {
            String token = secret.resolve().strip();
            if (!VISIBLE.matcher(token).matches()) {
                throw new IOException(pid + ": what " + secret.key() + " refers to must be visible ASCII characters");
            }
            return token;
        } catch (IllegalArgumentException e) {
            throw new IOException(pid + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "BearerToken";
    }

    /** What becomes of a request. */
    public enum Access {
        /** It shows the token, or none is needed. */
        ADMITTED,
        /** It does not show it. */
        REFUSED,
        /** Nobody knows, so nobody is let in. */
        UNREADABLE
    }
}
