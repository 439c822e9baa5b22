/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FormsTest {

    private final Set<String> read = new TreeSet<>();

    @Test
    void tlsForm_showsWhatIsRead_andNothingElse() {
        assertThat(new ProfileValidator().validate(TLS, recording(Map.of("trust.data", "x", "key.data", "y"))))
                .anyMatch(ConfigurationProblem::error);
        assertRead(TlsConfig.class);
    }

    @Test
    void proxyForm_showsWhatIsRead_andNothingElse() {
        assertThat(new ProfileValidator().validate(PROXY, recording(Map.of("host", "p"))))
                .isEmpty();
        assertThat(new ProfileValidator()
                        .validate(PROXY, recording(Map.of("useProxyProperties", "false", "host", "p"))))
                .isEmpty();
        assertRead(ProxyConfig.class);
    }

    @Test
    void addressForm_showsWhatIsRead_andNothingElse() {
        assertThat(new ProfileValidator().validate(AddressConfig.PID, recording(Map.of())))
                .isEmpty();
        assertRead(AddressConfig.class);
    }

    @Test
    void tlsForm_thatSwitchesACheckOff_isWrongWhereTheFrameworkForbidsIt() {
        ProfileValidator strict =
                new ProfileValidator(property -> property.equals("audithook.security.allowLoose") ? "false" : null);
        Map<String, Object> loose = Map.of("verifyHostName", "false");
        assertThat(strict.validate(TLS, loose))
                .filteredOn(ConfigurationProblem::error)
                .extracting(ConfigurationProblem::key, ConfigurationProblem::rule)
                .containsExactly(tuple(
                        "verifyHostName",
                        "is forbidden by the framework property audithook.security.allowLoose=false"));
        assertThat(new ProfileValidator().validate(TLS, loose)).noneMatch(ConfigurationProblem::error);
    }

    private Map<String, Object> recording(Map<String, String> configuration) {
        return new HashMap<>(configuration) {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object key) {
                read.add((String) key);
                return super.get(key);
            }
        };
    }

    private void assertRead(Class<?> form) {
        Set<String> expected = new TreeSet<>(Form.of(form).keys());
        expected.add(Settings.BASE_DIR);
        read.add(Settings.BASE_DIR);
        read.remove("service.pid");
        // what a store of certificates has not is asked for like what a store of keys has
        read.removeAll(List.of("trust.alias", "trust.keyPassword"));
        assertThat(read).isEqualTo(expected);
    }
}
