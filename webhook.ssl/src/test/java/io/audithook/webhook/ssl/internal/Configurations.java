/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Makes configurations, and what comes of them. */
final class Configurations {

    static final String TLS = "io.audithook.tls~corp";
    static final String PROXY = "io.audithook.proxy~corp";

    /** A policy for responders on this host. */
    static final Supplier<Optional<AddressPolicy>> LOOPBACK = () -> Optional.of(AddressRules.from(
            new Settings(AddressConfig.PID, Map.of("allowed", "127.0.0.0/8, ::1"), name -> null, warning -> {})));

    private Configurations() {}

    static Map<String, Object> map(String pid, Object... keysAndValues) {
        Map<String, Object> map = new HashMap<>(Map.of("service.pid", pid));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            map.put((String) keysAndValues[i], value instanceof Path ? value.toString() : value);
        }
        return map;
    }

    static Settings values(String pid, Object... keysAndValues) {
        return values(new ArrayList<>(), pid, keysAndValues);
    }

    static Settings values(List<String> warnings, String pid, Object... keysAndValues) {
        return new Settings(pid, map(pid, keysAndValues), Map.of("SECRET", Material.PASSWORD)::get, warnings::add);
    }

    static TlsProfile tls(Object... keysAndValues) {
        return TlsProfiles.from(values(TLS, keysAndValues), true, LOOPBACK);
    }

    /** The message of the refusal; no secret is anywhere in what a log would show of it. */
    static String refusal(ThrowingCallable code) {
        IllegalArgumentException refused = catchThrowableOfType(IllegalArgumentException.class, code);
        assertThat(refused).as("refused").isNotNull();
        StringWriter logged = new StringWriter();
        refused.printStackTrace(new PrintWriter(logged));
        assertThat(logged.toString()).doesNotContain(Material.PASSWORD);
        return refused.getMessage();
    }

    /** Why there was no handshake; newer JDKs put the name of the alert before it. */
    static String handshakeFailure(ThrowingCallable code) {
        SSLException failure = catchThrowableOfType(SSLException.class, code);
        assertThat(failure).as("failure").isNotNull();
        return failure.getMessage().replaceFirst("^\\(\\w+\\) ", "");
    }

    static String tlsRefusal(Object... keysAndValues) {
        return refusal(() -> tls(keysAndValues));
    }

    static String proxyRefusal(Object... keysAndValues) {
        return refusal(() -> ProxySettings.from(values(PROXY, keysAndValues)));
    }
}
