/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.map;
import static io.audithook.webhook.ssl.internal.Configurations.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The components in the service registry of a real framework. */
class ComponentsTest {

    @TempDir
    private Path dir;

    private Framework framework;
    private BundleContext context;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, dir.toString()));
        framework.start();
        context = framework.getBundleContext();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(20_000);
    }

    @Test
    void tls_activated_isRegisteredUntilDeactivated() throws Exception {
        TlsComponent component = new TlsComponent(context, map(TLS));
        ServiceReference<TlsProfile> reference =
                services(TlsProfile.class, "(tls.name=corp)").iterator().next();
        assertThat(context.getService(reference).name()).isEqualTo("corp");
        assertThat(reference.getProperty(Constants.SERVICE_PID)).isEqualTo(TLS);
        component.close();
        assertThat(services(TlsProfile.class, null)).isEmpty();
    }

    @Test
    void tls_invalid_isNotRegistered() throws Exception {
        Path file = dir.resolve("missing.jks");
        assertThat(refusal(() ->
                        new TlsComponent(context, map(TLS, "trust.path", file, "trust.password", Material.PASSWORD))))
                .isEqualTo(TLS + ": trust.path=" + file + " does not exist");
        assertThat(services(TlsProfile.class, null)).isEmpty();
    }

    @Test
    void tls_nameTaken_isRefused() throws Exception {
        TlsComponent first = new TlsComponent(context, map(TLS));
        assertThat(refusal(() -> new TlsComponent(context, map("io.audithook.tls~other", "tls.name", "corp"))))
                .isEqualTo("io.audithook.tls~other: tls.name=corp is already taken by " + TLS);
        assertThat(services(TlsProfile.class, null)).hasSize(1);
        first.close();
    }

    @Test
    void tls_unknownKey_warnsOnce() {
        List<String> warnings = new ArrayList<>();
        new TlsComponent(context, map(TLS, "protocol", "TLSv1.3"), name -> null, warnings::add).close();
        assertThat(warnings)
                .containsExactly(TLS + ": key protocol is not known and has no effect; did you mean protocols?");
    }

    @Test
    void proxy_activated_isRegisteredUntilDeactivated() throws Exception {
        ProxyComponent component = new ProxyComponent(context, map(PROXY, "host", "p"));
        ServiceReference<ProxyProfile> reference =
                services(ProxyProfile.class, "(proxy.name=corp)").iterator().next();
        assertThat(context.getService(reference).name()).isEqualTo("corp");
        assertThat(reference.getProperty(Constants.SERVICE_PID)).isEqualTo(PROXY);
        component.close();
        assertThat(services(ProxyProfile.class, null)).isEmpty();
    }

    @Test
    void proxy_invalid_isNotRegistered() throws Exception {
        assertThat(refusal(() -> new ProxyComponent(context, map(PROXY)))).isEqualTo(PROXY + ": host must be set");
        assertThat(services(ProxyProfile.class, null)).isEmpty();
    }

    private <S> Collection<ServiceReference<S>> services(Class<S> type, String filter) throws InvalidSyntaxException {
        return context.getServiceReferences(type, filter);
    }
}
