/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.fault.server.Certificates;
import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A profile that checks the names of hosts.
 *
 * @param context what it trusts
 * @param asksOthers whether handshakes may wait for others
 */
public record TestProfile(SSLContext context, boolean asksOthers) implements TlsProfile {

    /** Trusts the authority of the fault server. */
    public static final TestProfile INSTANCE =
            new TestProfile(Certificates.shared().clientContext(), false);

    @Override
    public String name() {
        return "test";
    }

    @Override
    public List<String> protocols() {
        return List.of();
    }

    @Override
    public List<String> cipherSuites() {
        return List.of();
    }

    @Override
    public boolean verifyHostName() {
        return true;
    }
}
