/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The profile that is always there: the trust of the JVM, no client certificate. */
@Component(property = TlsProfile.NAME + "=" + DefaultTlsProfile.DEFAULT)
public final class DefaultTlsProfile implements TlsProfile {

    static final String DEFAULT = "default";

    private static final TlsSettings SETTINGS =
            new TlsSettings(List.of(), true, List.of(), List.of("TLSv1.3", "TLSv1.2"), List.of(), true);

    private final SSLContext context;

    /** Reads the JVM's trusted certificates. */
    @Activate
    public DefaultTlsProfile() {
        context = new SslContexts(DEFAULT).create(SETTINGS);
    }

    @Override
    public String name() {
        return DEFAULT;
    }

    @Override
    public SSLContext context() {
        return context;
    }

    @Override
    public List<String> protocols() {
        return SETTINGS.protocols();
    }

    @Override
    public List<String> cipherSuites() {
        return SETTINGS.cipherSuites();
    }

    @Override
    public boolean verifyHostName() {
        return SETTINGS.verifyHostName();
    }
}
