/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Keys that can be replaced under an SSL context. A handshake first chooses an alias and then asks for what belongs to
 * it; aliases are never used twice, so one that chose before a replacement still gets what it chose.
 */
final class SwappableKeyManager extends X509ExtendedKeyManager {

    private volatile Keys keys;

    SwappableKeyManager(Optional<X509ExtendedKeyManager> manager) {
        this.keys = new Keys(manager, Optional.empty());
    }

    void replace(Optional<X509ExtendedKeyManager> manager) {
        keys = new Keys(manager, keys.current());
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return current(manager -> manager.chooseClientAlias(keyTypes, issuers, socket));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return current(manager -> manager.chooseEngineClientAlias(keyTypes, issuers, engine));
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return current(manager -> manager.getClientAliases(keyType, issuers));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return any(manager -> manager.getCertificateChain(alias));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return any(manager -> manager.getPrivateKey(alias));
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return null;
    }

    /** Null, as Java has it, if there is none. */
    private <T> T current(Function<X509ExtendedKeyManager, T> question) {
        return keys.current().map(question).orElse(null);
    }

    private <T> T any(Function<X509ExtendedKeyManager, T> question) {
        Keys both = keys;
        return both.current()
                .map(question)
                .or(() -> both.previous().map(question))
                .orElse(null);
    }

    private record Keys(Optional<X509ExtendedKeyManager> current, Optional<X509ExtendedKeyManager> previous) {

        Keys {
            Objects.requireNonNull(current, "current");
            Objects.requireNonNull(previous, "previous");
        }
    }
}
