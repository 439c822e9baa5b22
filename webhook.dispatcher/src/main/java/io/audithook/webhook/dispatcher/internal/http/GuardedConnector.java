/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsProfile;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Opens connections to addresses that the policy allows, and to no others, and gives TLS no longer than TCP. Every
 * connection of the client is opened here, those to proxies too, so what was checked is what is connected.
 */
final class GuardedConnector extends ClientConnector {

    private final AddressPolicy policy;
    private final TlsProfile tls;
    private final Optional<SslContextFactory.Client> proxyTls;
    private final Optional<HandshakeTasks> tasks;

    /**
     * @param policy which addresses are allowed
     * @param tls how connections are secured
     * @param proxyTls what TLS with the proxy is made of, and nothing else is; empty if there is none
     * @param tasks runs the tasks of TLS handshakes; empty if they are quick enough for the selector
     */
    GuardedConnector(
            AddressPolicy policy,
            TlsProfile tls,
            Optional<SslContextFactory.Client> proxyTls,
            Optional<HandshakeTasks> tasks) {
        this.policy = policy;
        this.tls = tls;
        this.proxyTls = proxyTls;
        this.tasks = tasks;
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

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        return new FrugalEndPoint((SocketChannel) channel, selector, key, getScheduler(), tls.context());
    }

    @Override
    public ClientConnectionFactory newSslClientConnectionFactory(
            SslContextFactory.Client tls, ClientConnectionFactory secured) {
        boolean withProxy = proxyTls.filter(factory -> factory == tls).isPresent();
        HandshakeWatch watched = new HandshakeWatch(secured, getScheduler(), getConnectTimeout(), withProxy);
        return tasks.isPresent()
                ? new OffloadedTls(this, tls == null ? getSslContextFactory() : tls, watched, tasks.get())
                : super.newSslClientConnectionFactory(tls, watched);
    }

    private Optional<String> objection(SocketAddress address) {
        return address instanceof InetSocketAddress internet && !internet.isUnresolved()
                ? policy.objection(internet.getAddress())
                : Optional.of(address + " is not a resolved internet address");
    }
}
