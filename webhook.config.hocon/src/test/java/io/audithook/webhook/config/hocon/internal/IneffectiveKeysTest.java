/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IneffectiveKeysTest extends HoconTestBase {

    @Test
    void keys_eachByItself_areNamedOnce() throws IOException {
        List<String> names = IneffectiveKeys.names().stream().sorted().toList();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            DesiredConfigurations desired = parse("webhooks.a { url = x, ws.proxy.host = h, ws." + name + " = value }");
            assertThat(desired.errors()).isEmpty();
            assertThat(desired.warnings())
                    .singleElement()
                    .asString()
                    .startsWith(at("1: webhooks.a.ws." + name + ": has no effect: "));
        }
    }

    /** The reference.conf of Play WS 2.1 and of ssl-config, with the keys that TheHive's code reads besides. */
    @Test
    void keys_ofPlayAndSslConfig_areAllKnown() throws IOException {
        DesiredConfigurations desired = parse("""
                play.ws {
                  timeout { connection = 2 minutes, idle = 2 minutes, request = 2 minutes }
                  followRedirects = true, useProxyProperties = true, useragent = null, compressionEnabled = false
                  proxy { host = h, port = 1, protocol = http, principal = u, password = p, ntlmDomain = d, encoding = e
                    nonProxyHosts = [x] }
                  ahc { keepAlive = true, maxConnectionsPerHost = -1, maxConnectionsTotal = -1, maxNumberOfRedirects = 5
                    maxRequestRetry = 5, disableUrlEncoding = false, maxConnectionLifetime = null
                    idleConnectionInPoolTimeout = 1 minute, connectionPoolCleanerPeriod = 1 second
                    useLaxCookieEncoder = false, useCookieStore = false }
                  ssl {
                    logger = x, default = false, protocol = "TLSv1.2", checkRevocation = null, revocationLists = []
                    enabledCipherSuites = [], enabledProtocols = ["TLSv1.2", "TLSv1.1", "TLSv1"]
                    disabledSignatureAlgorithms = ["MD2"], disabledKeyAlgorithms = ["RSA keySize < 2048"]
                    hostnameVerifierClass = null
                    sslParameters { clientAuth = default, protocols = [] }
                    keyManager { algorithm = null, stores = []
                      prototype.stores { type = null, path = null, data = null, password = null } }
                    trustManager { algorithm = null, stores = []
                      prototype.stores { type = null, path = null, data = null } }
                    loose { allowWeakProtocols = false, allowWeakCiphers = false, allowLegacyHelloMessages = null
                      allowUnsafeRenegotiation = null, disableHostnameVerification = false, disableSNI = false
                      acceptAnyCertificate = false }
                    debug { all = false, ssl = false, sslctx = false, keymanager = false, trustmanager = false
                      certpath = false, ocsp = false, record = false, plaintext = false, packet = false
                      handshake = false, data = false, verbose = false, keygen = false, session = false
                      defaultctx = false, sessioncache = false, pluggability = false }
                  }
                }
                webhooks.a.url = "https://a/"
                """);
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings())
                .hasSize(15)
                .allSatisfy(warning -> assertThat(warning).contains(": play.ws.", ": has no effect: "));
    }
}
