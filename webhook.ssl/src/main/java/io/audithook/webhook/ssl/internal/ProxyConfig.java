/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a proxy profile. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/proxy")
@interface ProxyConfig {

    String PID = "io.audithook.proxy";

    @AttributeDefinition(required = false, name = "%proxy.name.name", description = "%proxy.name.description")
    String proxy_name() default "";

    @AttributeDefinition(
            required = false,
            name = "%type.name",
            description = "%type.description",
            options = {
                @Option(label = "%type.option.http", value = "http"),
                @Option(label = "%type.option.https", value = "https"),
                @Option(label = "%type.option.socks4", value = "socks4"),
                @Option(label = "%type.option.socks5", value = "socks5")
            })
    String type() default "http";

    @AttributeDefinition(required = false, name = "%host.name", description = "%host.description")
    String host() default "";

    @AttributeDefinition(
            required = false,
            min = "0",
            max = "65535",
            name = "%port.name",
            description = "%port.description")
    int port() default 0;

    @AttributeDefinition(
            required = false,
            name = "%useProxyProperties.name",
            description = "%useProxyProperties.description")
    boolean useProxyProperties() default false;

    @AttributeDefinition(required = false, name = "%user.name", description = "%user.description")
    String user() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "%password.name",
            description = "%password.description")
    String password() default "";

    @AttributeDefinition(required = false, name = "%nonProxyHosts.name", description = "%nonProxyHosts.description")
    String[] nonProxyHosts() default {};

    @AttributeDefinition(required = false, name = "%base.dir.name", description = "%base.dir.description")
    String base_dir() default "";
}
