/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.sign.HubSecret;
import io.audithook.webhook.dispatcher.internal.sign.SigningKeys;
import io.audithook.webhook.dispatcher.internal.sign.SigningTransport;
import io.audithook.webhook.settings.Rotating;
import io.audithook.webhook.settings.Secret;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an endpoint signs.
 *
 * @param keys the keys of Standard Webhooks
 * @param hub the secret of {@code X-Hub-Signature-256}
 */
record SignSettings(Optional<Rotating<SigningKeys>> keys, Optional<Rotating<HubSecret>> hub) {

    private static final String KEYS = "sign.keys";
    private static final String HUB = "sign.github.secret";

    SignSettings {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(hub, "hub");
    }

    /** Reads them, and the files they name. */
    static SignSettings from(Settings settings) {
        return new SignSettings(
                keys(settings),
                settings.rotating(
                        HUB, settings.secret(HUB).stream().toList(), texts -> HubSecret.parse(HUB, texts.get(0))));
    }

    /** One after the other is looked at, so that all that is wrong is said at once. */
    private static Optional<Rotating<SigningKeys>> keys(Settings settings) {
        List<Secret> secrets = settings.secrets(KEYS);
        SigningKeys.Reader reader = new SigningKeys.Reader(KEYS);
        boolean sound = true;
        for (Secret secret : secrets) {
            int before = reader.count();
            sound &= settings.inspect(secret, reader::read);
            if (reader.count() == before) {
                reader.skip();
            }
        }
        return sound ? settings.rotating(KEYS, secrets, texts -> SigningKeys.parse(KEYS, texts)) : Optional.empty();
    }

    /** A transport that signs what it sends, or the same if nothing is to be signed. */
    Transport over(Transport next) {
        return keys.isEmpty() && hub.isEmpty() ? next : new SigningTransport(next, keys, hub);
    }

    /** The public keys for receivers, the newest first. */
    List<String> publicKeys() {
        return keys.map(found -> found.get().publicKeys()).orElse(List.of());
    }

    /** What may change while it is used. */
    Stream<Rotating<?>> rotating() {
        return Stream.of(keys, hub).flatMap(Optional::stream);
    }
}
