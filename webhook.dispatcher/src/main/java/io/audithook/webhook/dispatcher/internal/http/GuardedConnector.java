/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.ClientConnector;

/**
 * Opens connections to addresses that the policy allows, and to no others. Every connection of the client is opened here, those
 * to proxies too, so what was checked is what is connected.
 */
final class GuardedConnector extends ClientConnector {

    private final AddressPolicy policy;

    GuardedConnector(AddressPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void connect(SocketAddress address, Map<String, Object> context) {
        Optional<String> objection = objection(address);
        if (objection.isPresent()) {
            connectFailed(null, address, new ForbiddenAddressException(objection.get()), context);
        } else {
            super.connect(address, context);
        }
    }

    private Optional<String> objection(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? policy.objection(internet.getAddress())
                : Optional.of(address + " is not a resolved internet address");
    }
}
