/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.TlsProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/** Sends one byte back over TLS, with the number of certificates the client showed added to it. */
final class TlsServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SSLServerSocket socket;
    private final Thread thread;

    private TlsServer(SSLServerSocket socket) {
        this.socket = socket;
        this.thread = new Thread(this::serve, "tls-server");
        thread.start();
    }

    static TlsServer start(ClientKey key) throws Exception {
        return start(key, null);
    }

    /** Demands a certificate of the client that this authority has signed. */
    static TlsServer start(ClientKey key, X509Certificate clientAuthority) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new OneKey(key)},
                clientAuthority == null
                        ? null
                        : new TrustManager[] {TrustMaterial.manager(Set.of(clientAuthority), Optional.empty())},
                null);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(clientAuthority != null);
        return new TlsServer(socket);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket client = (SSLSocket) socket.accept()) {
                client.setSoTimeout((int) PATIENCE.toMillis());
                int read = client.getInputStream().read();
                client.getOutputStream().write(read + shown(client));
                client.getOutputStream().flush();
            } catch (IOException e) {
                // the client is told; and closing ends us
            }
        }
    }

    private static int shown(SSLSocket client) {
        try {
            return client.getSession().getPeerCertificates().length;
        } catch (SSLPeerUnverifiedException e) {
            return 0;
        }
    }

    /** What came back for 100, after a handshake under the rules of the profile. */
    Answer call(TlsProfile profile) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort());
                SSLSocket secured = (SSLSocket) profile.context()
                        .getSocketFactory()
                        .createSocket(plain, "localhost", socket.getLocalPort(), true)) {
            secured.setSoTimeout((int) PATIENCE.toMillis());
            SSLParameters parameters = secured.getSSLParameters();
            if (!profile.protocols().isEmpty()) {
                parameters.setProtocols(profile.protocols().toArray(new String[0]));
            }
            if (!profile.cipherSuites().isEmpty()) {
                parameters.setCipherSuites(profile.cipherSuites().toArray(new String[0]));
            }
            if (profile.verifyHostName()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secured.setSSLParameters(parameters);
            secured.getOutputStream().write(100);
            secured.getOutputStream().flush();
            int read = secured.getInputStream().read();
            return new Answer(
                    read,
                    secured.getSession().getProtocol(),
                    secured.getSession().getCipherSuite());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        await("end of the server's thread").atMost(PATIENCE).until(() -> !thread.isAlive());
    }

    /** Shows what it is given, even what no key store would keep. */
    private static final class OneKey extends X509ExtendedKeyManager {

        private final ClientKey key;

        OneKey(ClientKey key) {
            this.key = key;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return keyType.startsWith(key.key().getAlgorithm()) ? keyType : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return key.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    record Answer(int value, String protocol, String cipherSuite) {}
}
