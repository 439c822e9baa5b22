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
@ObjectClassDefinition(
        name = "Audithook proxy profile",
        description = "Which way requests go. Endpoints choose it with proxy.target=(proxy.name=NAME).")
@interface ProxyConfig {

    String PID = "io.audithook.proxy";

    @AttributeDefinition(
            required = false,
            name = "Name",
            description = "Name of the profile. Blank: what follows the ~ of the PID. 'direct' is built in.")
    String proxy_name() default "";

    @AttributeDefinition(
            required = false,
            name = "Type",
            description = "How the proxy is spoken to: http in the clear, https under TLS.",
            options = {@Option("http"), @Option("https"), @Option("socks4"), @Option("socks5")})
    String type() default "http";

    @AttributeDefinition(
            required = false,
            name = "Host",
            description = "Name or IP address of the proxy. Must be set unless the JVM's properties are used.")
    String host() default "";

    @AttributeDefinition(
            required = false,
            min = "0",
            max = "65535",
            name = "Port",
            description = "Port of the proxy. 0: 3128 for http, 443 for https, 1080 for SOCKS.")
    int port() default 0;

    @AttributeDefinition(
            required = false,
            name = "Use the JVM's properties",
            description = "Whether the proxy is the one of https.proxyHost, http.proxyHost or socksProxyHost, with"
                    + " http.nonProxyHosts, instead of one given here.")
    boolean useProxyProperties() default false;

    @AttributeDefinition(
            required = false,
            name = "User",
            description = "User name the proxy is told unasked. Blank: none.")
    String user() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "Password",
            description = "Password the proxy is told unasked, or file:PATH or env:NAME. Not for socks4.")
    String password() default "";

    @AttributeDefinition(
            required = false,
            name = "Exceptions",
            description = "Hosts to call without the proxy: names, *.SUFFIX for all names below one, IP addresses and"
                    + " CIDR blocks for hosts that are given as addresses.")
    String[] nonProxyHosts() default {};

    @AttributeDefinition(
            required = false,
            name = "Base directory",
            description = "Where relative paths of secrets begin. Blank: the working directory of the process.")
    String base_dir() default "";
}
