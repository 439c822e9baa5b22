/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code cert}, the deprecated way to trust a certificate. */
final class Certificates {

    private Certificates() {}

    /**
     * The trust store that it stands for.
     *
     * @param ws the block that has the store now, for the message
     * @param overruled whether that block has stores, which count alone
     */
    static Map<String, Setting> asTrustStore(
            Setting cert, String ws, boolean overruled, Values values, Problems problems) {
        Optional<String> path = values.filled(cert);
        if (path.isEmpty()) {
            return Map.of();
        }
        if (overruled) {
            problems.warn(cert, "has no effect beside " + ws + "." + SslReader.TRUST_STORES + "; add it to these");
            return Map.of();
        }
        problems.warn(
                cert,
                "is deprecated; use " + ws + ".ssl.trustManager.stores = [ { type: PEM, path: \"" + path.get()
                        + "\" } ]");
        return Map.of(
                SslReader.TRUST_STORES,
                new Setting(cert.path(), store(path.get(), cert.value().origin())));
    }

    /** All of it stands where the certificate does; the library would say so of the list alone. */
    private static ConfigValue store(String path, ConfigOrigin origin) {
        ConfigValue store = ConfigValueFactory.fromMap(Map.of(
                        "type", text("PEM", origin),
                        "path", text(path, origin)))
                .withOrigin(origin);
        return ConfigValueFactory.fromIterable(List.of(store)).withOrigin(origin);
    }

    private static ConfigValue text(String text, ConfigOrigin origin) {
        return ConfigValueFactory.fromAnyRef(text).withOrigin(origin);
    }
}
