/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private final List<String> warnings = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
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
        TlsComponent component = tls();
        ServiceReference<TlsProfile> reference =
                services(TlsProfile.class, "(tls.name=corp)").iterator().next();
        assertThat(context.getService(reference).name()).isEqualTo("corp");
        assertThat(reference.getProperty(Constants.SERVICE_PID)).isEqualTo(TLS);
        component.close();
        assertThat(services(TlsProfile.class, null)).isEmpty();
    }

    @Test
    void addresses_areThereWithoutAConfiguration_andGoneWithAMistake() throws Exception {
        AddressPolicyComponent component = new AddressPolicyComponent(context, Map.of());
        assertThat(services(AddressPolicy.class, null)).hasSize(1);
        component.close();
        assertThat(services(AddressPolicy.class, null)).isEmpty();
        new AddressPolicyComponent(context, Map.of("allowed", "127.0.0.0/33"), errors::add).close();
        assertThat(errors).singleElement().asString().endsWith("; all endpoints wait until that is put right");
        assertThat(services(AddressPolicy.class, null)).isEmpty();
    }

    @Test
    void tls_fileMissing_isRegisteredWhenItAppears() throws Exception {
        Path file = dir.resolve("ca.pem");
        try (MaterialWatch watch = new MaterialWatch()) {
            TlsComponent component = new TlsComponent(
                    context,
                    map(TLS, "trust.type", "PEM", "trust.path", file),
                    watch,
                    Configurations.LOOPBACK,
                    name -> null,
                    warning -> {},
                    errors::add);
            assertThat(services(TlsProfile.class, null)).isEmpty();
            Files.writeString(file, Material.pem(Authority.root("Late").certificate()));
            await("the profile")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !services(TlsProfile.class, "(tls.name=corp)").isEmpty());
            component.close();
            assertThat(services(TlsProfile.class, null)).isEmpty();
        }
    }

    @Test
    void tls_modified_isReplaced() throws Exception {
        TlsComponent component = tls("protocols", "TLSv1.3");
        component.modified(map(TLS, "protocols", "TLSv1.2"));
        assertThat(corp().protocols()).containsExactly("TLSv1.2");
        component.close();
        assertThat(services(TlsProfile.class, null)).isEmpty();
    }

    @Test
    void tls_modifiedWithAMistake_goesOnAsItWas() throws Exception {
        TlsComponent component = tls("protocols", "TLSv1.3");
        TlsProfile before = corp();
        component.modified(map(TLS, "protocols", "TLSv1.7"));
        component.modified(map(TLS, "trust.type", "zip"));
        assertThat(corp()).isSameAs(before);
        component.modified(map(TLS, "protocols", "TLSv1.2"));
        assertThat(corp().protocols()).containsExactly("TLSv1.2");
        component.close();
    }

    @Test
    void tls_modifiedToAFileThatIsMissing_goesOnUntilItAppears() throws Exception {
        Path file = dir.resolve("ca.pem");
        try (MaterialWatch watch = new MaterialWatch()) {
            TlsComponent component = new TlsComponent(
                    context, map(TLS), watch, Configurations.LOOPBACK, name -> null, warning -> {}, errors::add);
            TlsProfile before = corp();
            component.modified(map(TLS, "trust.type", "PEM", "trust.path", file));
            assertThat(corp()).isSameAs(before);
            Files.writeString(file, Material.pem(Authority.root("Late").certificate()));
            await("the new profile").atMost(Duration.ofSeconds(10)).until(() -> corp() != before);
            component.close();
            assertThat(services(TlsProfile.class, null)).isEmpty();
        }
    }

    @Test
    void tls_nameTaken_isRefused() throws Exception {
        TlsComponent first = tls();
        TlsComponent other = tls(map("io.audithook.tls~other", "tls.name", "corp"));
        assertThat(errors)
                .containsExactly("io.audithook.tls~other: tls.name=corp is already taken by " + TLS
                        + "; there is no such profile until that is put right");
        assertThat(services(TlsProfile.class, null)).hasSize(1);
        other.close();
        assertThat(services(TlsProfile.class, null)).hasSize(1);
        first.close();
    }

    @Test
    void tls_invalid_comesWhenItIsPutRight() throws Exception {
        TlsComponent component = tls("trust.type", "zip", "trust.path", "x", "trust.password", Material.PASSWORD);
        assertThat(errors)
                .singleElement()
                .asString()
                .startsWith(TLS + ": trust.type=\"zip\" must be PEM or one of [")
                .endsWith("; there is no such profile until that is put right");
        assertThat(services(TlsProfile.class, null)).isEmpty();
        component.modified(map(TLS, "includeSystem", true));
        corp();
        component.close();
        assertThat(services(TlsProfile.class, null)).isEmpty();
    }

    @Test
    void tls_unknownKey_isNoProfile() throws Exception {
        tls("owner", "security").close();
        assertThat(services(TlsProfile.class, "(tls.name=corp)")).isEmpty();
    }

    @Test
    void tls_loose_isAServiceProperty() throws Exception {
        TlsComponent component = tls("acceptAnyCertificate", true, "verifyHostName", false);
        assertThat(services(TlsProfile.class, "(&(tls.loose=acceptAnyCertificate)(tls.loose=verifyHostName))"))
                .hasSize(1);
        assertThat(warnings).singleElement().asString().startsWith(TLS + ": acceptAnyCertificate=true: any server");
        component.close();
        tls().close();
        assertThat(services(TlsProfile.class, "(tls.loose=*)")).isEmpty();
    }

    @Test
    void tls_looseThoughForbidden_isNotRegistered() throws Exception {
        framework.stop();
        framework.waitForStop(20_000);
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        dir.resolve("strict").toString(),
                        TlsProfiles.ALLOW_LOOSE,
                        "false"));
        framework.start();
        context = framework.getBundleContext();
        tls("acceptAnyCertificate", true);
        assertThat(errors)
                .singleElement()
                .asString()
                .contains("is forbidden by the framework property audithook.security.allowLoose=false");
        assertThat(services(TlsProfile.class, null)).isEmpty();
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
    void proxy_modified_isReplacedUnlessThereIsAMistake() throws Exception {
        ProxyComponent component = new ProxyComponent(context, map(PROXY, "host", "p"));
        component.modified(map(PROXY, "host", "q"));
        assertThat(proxyHosts()).containsExactly("q");
        component.modified(map(PROXY));
        assertThat(proxyHosts()).containsExactly("q");
        component.modified(map(PROXY, "host", "r"));
        assertThat(proxyHosts()).containsExactly("r");
        component.close();
        assertThat(services(ProxyProfile.class, null)).isEmpty();
    }

    @Test
    void proxy_invalid_isNotRegistered() throws Exception {
        ProxyComponent component = new ProxyComponent(context, map(PROXY), name -> null, warnings::add, errors::add);
        assertThat(errors)
                .containsExactly(PROXY + ": host must be set; there is no such profile until that is put right");
        assertThat(services(ProxyProfile.class, null)).isEmpty();
        component.modified(map(PROXY, "host", "p"));
        assertThat(proxyHosts()).containsExactly("p");
        component.close();
    }

    private TlsComponent tls(Object... keysAndValues) {
        return tls(map(TLS, keysAndValues));
    }

    private TlsComponent tls(Map<String, Object> configuration) {
        return new TlsComponent(
                context,
                configuration,
                new MaterialWatch(),
                Configurations.LOOPBACK,
                name -> null,
                warnings::add,
                errors::add);
    }

    private TlsProfile corp() throws InvalidSyntaxException {
        Collection<ServiceReference<TlsProfile>> found = services(TlsProfile.class, "(tls.name=corp)");
        assertThat(found).hasSize(1);
        return context.getService(found.iterator().next());
    }

    private List<String> proxyHosts() throws InvalidSyntaxException {
        return services(ProxyProfile.class, "(proxy.name=corp)").stream()
                .map(reference -> context.getService(reference)
                        .proxyFor(URI.create("http://receiver.example/"))
                        .orElseThrow()
                        .host())
                .toList();
    }

    private <S> Collection<ServiceReference<S>> services(Class<S> type, String filter) throws InvalidSyntaxException {
        return context.getServiceReferences(type, filter);
    }
}
