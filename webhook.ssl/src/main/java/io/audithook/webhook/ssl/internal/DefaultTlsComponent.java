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

/** The TLS profile that is always there: the trust of the JVM, no key of ours. */
@Component(property = TlsProfile.NAME + "=" + DefaultTlsComponent.NAME)
public final class DefaultTlsComponent implements TlsProfile {

    static final String NAME = "default";

    private final TlsProfile profile;

    /** Reads the trust of the JVM. */
    @Activate
    public DefaultTlsComponent() {
        // not SSLContext.getDefault(): anybody in the JVM may have replaced that
        profile = TlsProfiles.ofTheJvm(NAME);
    }

    @Override
    public String name() {
        return profile.name();
    }

    @Override
    public SSLContext context() {
        return profile.context();
    }

    @Override
    public List<String> protocols() {
        return profile.protocols();
    }

    @Override
    public List<String> cipherSuites() {
        return profile.cipherSuites();
    }

    @Override
    public boolean verifyHostName() {
        return profile.verifyHostName();
    }

    // no certificates(): those of the JVM are not ours to look after
}
