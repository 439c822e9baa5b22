/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a URL leads. {@link URI} sees no host in one with an underscore, as it is not a host name by RFC 952; names in private
 * networks have them all the same, and name services know them.
 *
 * @param host as it is written
 * @param port -1 if there is none
 */
public record Authority(String host, int port) {

    private static final Pattern UNDERSCORED = Pattern.compile("(?=[^:]*_)([A-Za-z0-9._-]+)(?::(\\d{1,9})?)?");

    public Authority {
        Objects.requireNonNull(host, "host");
    }

    /** Where this URL leads; empty if it names no host. */
    public static Optional<Authority> of(URI url) {
        if (url.getHost() != null) {
            return Optional.of(new Authority(url.getHost(), url.getPort()));
        }
        Matcher underscored = UNDERSCORED.matcher(Objects.requireNonNullElse(url.getRawAuthority(), ""));
        return underscored.matches()
                ? Optional.of(new Authority(
                        underscored.group(1),
                        underscored.group(2) == null ? -1 : Integer.parseInt(underscored.group(2))))
                : Optional.empty();
    }

    /** The host, and the port if there is one. */
    @Override
    public String toString() {
        return port < 0 ? host : host + ":" + port;
    }
}
