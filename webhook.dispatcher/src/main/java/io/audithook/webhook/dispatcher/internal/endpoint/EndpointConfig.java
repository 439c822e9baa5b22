/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The form of an endpoint configuration. Values are read by {@link EndpointSettings#from}, which takes them in every
 * type a tool may write, so durations are text here.
 */
@ObjectClassDefinition(
        name = "Audithook endpoint",
        description = "One webhook destination: every audit event is POSTed there as JSON.")
public @interface EndpointConfig {

    /** The factory PID. The name of an endpoint is the name of its configuration. */
    String PID = "io.audithook.endpoint";

    @AttributeDefinition(
            name = "URL",
            description = "Where events are POSTed: http or https, with a host, without user information and fragment.")
    String url();

    @AttributeDefinition(name = "Enabled", description = "If not, nothing is sent and the events wait.")
    boolean enabled() default true;

    @AttributeDefinition(
            name = "Start",
            description =
                    "Where a new endpoint starts: now, earliest (all that is still there), or an ISO 8601 instant.")
    String start() default "now";

    @AttributeDefinition(name = "TLS profile", description = "LDAP filter that selects the TLS profile.")
    String tls_target() default "(tls.name=default)";

    @AttributeDefinition(name = "Proxy profile", description = "LDAP filter that selects the proxy profile.")
    String proxy_target() default "(proxy.name=direct)";

    @AttributeDefinition(
            name = "Filters",
            description = "LDAP filter that selects event filters beside the global ones, such as (filter.name=tlp).")
    String filters_target() default "(filter.scope=none)";

    @AttributeDefinition(
            name = "Filters needed",
            description = "How many of the selected filters must be there; with fewer, the events wait.",
            min = "0")
    int filters_cardinality_minimum() default 0;

    @AttributeDefinition(
            name = "Ordering",
            description = "Which deliveries wait for one another.",
            options = {
                @Option(label = "One at a time per object", value = "key"),
                @Option(label = "One at a time", value = "strict"),
                @Option(label = "None waits", value = "none")
            })
    String ordering() default "key";

    @AttributeDefinition(
            name = "Concurrency",
            description = "How many requests may be under way at once.",
            min = "1",
            max = "256")
    int concurrency() default 8;

    @AttributeDefinition(
            name = "Connect timeout",
            description = "Duration, such as 10 s: for a connection with its TLS handshake.")
    String timeout_connect() default "10 s";

    @AttributeDefinition(name = "Idle timeout", description = "Duration: how long a connection may be silent.")
    String timeout_idle() default "15 s";

    @AttributeDefinition(
            name = "Request timeout",
            description = "Duration: for one whole attempt, the answer included.")
    String timeout_request() default "30 s";

    @AttributeDefinition(name = "First retry", description = "Duration: the delay after the first failed attempt.")
    String retry_initial() default "1 s";

    @AttributeDefinition(
            name = "Retry multiplier",
            description = "How many times longer each further delay is.",
            min = "1",
            max = "100")
    double retry_multiplier() default 2;

    @AttributeDefinition(name = "Longest retry", description = "Duration: the longest delay between two attempts.")
    String retry_max() default "5 min";

    @AttributeDefinition(
            name = "Give up after",
            description = "Duration: this long after its first attempt a delivery becomes a dead letter.")
    String retry_giveUpAfter() default "3 d";

    @AttributeDefinition(name = "User agent", description = "The User-Agent header.")
    String userAgent() default "Audithook";

    @AttributeDefinition(
            name = "Authentication",
            description = "What is sent in the Authorization header.",
            options = {@Option(label = "Nothing", value = "none"), @Option(label = "A token", value = "bearer")})
    String auth_type() default "none";

    @AttributeDefinition(name = "Token scheme", description = "The word before the token.")
    String auth_scheme() default "Bearer";

    @AttributeDefinition(
            name = "Token",
            description = "The token itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String auth_token() default "";
}
