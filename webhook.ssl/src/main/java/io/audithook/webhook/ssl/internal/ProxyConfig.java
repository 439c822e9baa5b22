/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a proxy profile. Values are read by {@link ConfiguredProxyProfile#of}. */
@ObjectClassDefinition(
        name = "Audithook proxy profile",
        description = "A proxy. Endpoints choose it with proxy.target=(proxy.name=NAME).")
public @interface ProxyConfig {

    /** The factory PID. */
    String PID = "io.audithook.proxy";

    @AttributeDefinition(
            name = "Type",
            description = "How the proxy is spoken to.",
            options = @Option(label = "HTTP, with CONNECT for https", value = "http"))
    String type() default "http";

    @AttributeDefinition(name = "Host", description = "Its name or address.")
    String host();

    @AttributeDefinition(name = "Port", description = "Its port.", min = "1", max = "65535")
    int port() default 3128;

    @AttributeDefinition(name = "User", description = "Sent with the password, without waiting to be asked.")
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "The password itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "Exceptions",
            description = "What is reached directly: host names, *.suffixes, and CIDR blocks for addresses.")
    String[] nonProxyHosts() default {};
}
