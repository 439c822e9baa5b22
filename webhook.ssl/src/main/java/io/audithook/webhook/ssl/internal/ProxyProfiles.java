/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.util.function.UnaryOperator;

/** Makes proxy profiles. */
final class ProxyProfiles {

    private ProxyProfiles() {}

    /**
     * Makes a profile.
     *
     * @param properties gives the value of a property of the JVM, or null
     * @throws InvalidSettingsException with all that is wrong
     */
    static ProxyProfile from(Settings values, UnaryOperator<String> properties) {
        if (!values.flag(ProxyKeys.USE_PROXY_PROPERTIES, false)) {
            return new ConfiguredProxyProfile(ProxySettings.from(values));
        }
        values.checkKeys(ProxyKeys.FORM);
        if (values.has(ProxyKeys.HOST)) {
            values.problem(ProxyKeys.HOST, "must not be set with " + ProxyKeys.USE_PROXY_PROPERTIES + "=true");
        }
        JvmProxyProfile profile = new JvmProxyProfile(
                ProfileName.of(values, ProxyConfig.PID, ProxyProfile.NAME, DirectProxyComponent.NAME),
                HostExceptions.from(values, ProxyKeys.NON_PROXY_HOSTS),
                properties);
        values.check();
        if (!profile.hasAny()) {
            values.warn(ProxyKeys.USE_PROXY_PROPERTIES
                    + "=true: the JVM has none of http.proxyHost, https.proxyHost and socksProxyHost, so connections"
                    + " are direct");
        }
        return profile;
    }
}
