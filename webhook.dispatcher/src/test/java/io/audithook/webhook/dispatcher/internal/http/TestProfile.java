/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.fault.server.Certificates;
import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Trusts the authority of the fault server. */
public final class TestProfile implements TlsProfile {

    public static final TestProfile INSTANCE = new TestProfile();

    private final SSLContext context = Certificates.shared().clientContext();

    private TestProfile() {}

    @Override
    public String name() {
        return "test";
    }

    @Override
    public SSLContext context() {
        return context;
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
