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
        description = "One webhook destination: every audit event is POSTed there.")
public @interface EndpointConfig {

    /** The factory PID. The name of an endpoint is the name of its configuration. */
    String PID = "io.audithook.endpoint";

    /** The TLS profile of who says nothing of one; so is the next the proxy profile, and so on. */
    String DEFAULT_TLS = "(tls.name=default)";

    String DEFAULT_PROXY = "(proxy.name=direct)";
    String DEFAULT_FORMAT = "(format.name=audit)";
    String NO_FILTERS = "(filter.scope=none)";

    @AttributeDefinition(
            name = "URL",
            description = "Where events are POSTed: http or https, with a host, without user information and fragment.")
    String url();

    @AttributeDefinition(
            required = false,
            name = "Enabled",
            description = "If not, nothing is sent and the events wait.")
    boolean enabled() default true;

    @AttributeDefinition(
            required = false,
            name = "Start",
            description =
                    "Where a new endpoint starts: now, earliest (all that is still there), or an ISO 8601 instant.")
    String start() default "now";

    @AttributeDefinition(
            required = false,
            name = "TLS profile",
            description = "LDAP filter that selects the TLS profile.")
    String tls_target() default DEFAULT_TLS;

    @AttributeDefinition(
            required = false,
            name = "Proxy profile",
            description = "LDAP filter that selects the proxy profile.")
    String proxy_target() default DEFAULT_PROXY;

    @AttributeDefinition(
            required = false,
            name = "Format",
            description = "LDAP filter that selects what events look like: (format.name=audit) for their JSON as it was"
                    + " published, (format.name=cloudevents), or that of another bundle.")
    String format_target() default DEFAULT_FORMAT;

    @AttributeDefinition(
            required = false,
            name = "Filters",
            description = "LDAP filter that selects event filters beside the global ones, such as (filter.name=tlp).")
    String filters_target() default NO_FILTERS;

    @AttributeDefinition(
            required = false,
            name = "Filters needed",
            description = "How many of the selected filters must be there; with fewer, the events wait.",
            min = "0")
    int filters_cardinality_minimum() default 0;

    @AttributeDefinition(
            required = false,
            name = "Ordering",
            description = "Which deliveries wait for one another.",
            options = {
                @Option(label = "One at a time per object", value = "key"),
                @Option(label = "One at a time", value = "strict"),
                @Option(label = "None waits", value = "none")
            })
    String ordering() default "key";

    @AttributeDefinition(
            required = false,
            name = "Concurrency",
            description =
                    "How many requests may be under way at once at the most; fewer when the receiver has too much.",
            min = "1",
            max = "256")
    int concurrency() default 8;

    @AttributeDefinition(
            required = false,
            name = "Least concurrency",
            description = "How many requests may be under way at once even when the receiver has too much.",
            min = "1",
            max = "256")
    int concurrency_min() default 1;

    @AttributeDefinition(
            required = false,
            name = "Rate limit",
            description = "How many requests may begin in a second; 0 for any number.",
            min = "0",
            max = "1000000")
    double rate_limit() default 0;

    @AttributeDefinition(
            required = false,
            name = "Batch size",
            description =
                    "With more than 1, requests are JSON arrays of up to so many events. A batch is taken or refused as a whole.",
            min = "1",
            max = "100")
    int batch_size() default 1;

    @AttributeDefinition(
            required = false,
            name = "Connect timeout",
            description = "Duration, such as 10 s: for a connection with its TLS handshake.")
    String timeout_connect() default "10 s";

    @AttributeDefinition(
            required = false,
            name = "Idle timeout",
            description = "Duration: how long a connection may be silent.")
    String timeout_idle() default "15 s";

    @AttributeDefinition(
            required = false,
            name = "Compress",
            description =
                    "Whether bodies of 256 bytes and more are sent compressed (Content-Encoding: gzip). Signatures are"
                            + " over the compressed bytes.")
    boolean gzip() default false;

    @AttributeDefinition(
            required = false,
            name = "Connection lifetime",
            description =
                    "Duration: how old a connection may be when a request takes it. New ones follow changes of DNS and"
                            + " of certificates.")
    String connection_maxLifetime() default "5 min";

    @AttributeDefinition(
            required = false,
            name = "Protocol",
            description =
                    "Which HTTP to speak. auto: HTTP/2 where the receiver offers it in the TLS handshake, otherwise"
                            + " HTTP/1.1. h2: HTTP/2 only; without TLS with prior knowledge.",
            options = {
                @Option(label = "What the receiver offers", value = "auto"),
                @Option(label = "HTTP/1.1", value = "http/1.1"),
                @Option(label = "HTTP/2", value = "h2")
            })
    String protocol() default "auto";

    @AttributeDefinition(
            required = false,
            name = "Request timeout",
            description = "Duration: for one whole attempt, the answer included.")
    String timeout_request() default "30 s";

    @AttributeDefinition(
            required = false,
            name = "Retry schedule",
            description = "Durations: the delays before the second, third, ... attempt. After the last one a delivery"
                    + " becomes a dead letter.")
    String[] retry_schedule() default {"5 s", "5 min", "30 min", "2 h", "5 h", "10 h", "14 h", "20 h", "24 h"};

    @AttributeDefinition(
            required = false,
            name = "Retry jitter",
            description = "The most that chance adds to a delay, as a part of it.",
            min = "0",
            max = "10")
    double retry_jitter() default 0.2;

    @AttributeDefinition(
            required = false,
            name = "Refusal statuses",
            description = "The HTTP statuses by which a receiver refuses an event for good.")
    String[] retry_refused_statuses() default {"400", "401", "403", "404", "405", "413", "415", "422", "451"};

    @AttributeDefinition(
            required = false,
            name = "Refusal schedule",
            description = "Durations: the delays before further attempts after such a status.")
    String[] retry_refused_schedule() default {"5 min", "55 min"};

    @AttributeDefinition(
            required = false,
            name = "Give up after",
            description =
                    "Duration: the last delay of the schedule comes again and again until this long after the first"
                            + " attempt. Empty: the schedule ends with its last delay.")
    String retry_giveUpAfter() default "";

    @AttributeDefinition(
            required = false,
            name = "Outage after",
            description =
                    "How many deliveries in a row must fail until all wait and one at a time asks whether it is over.",
            min = "1",
            max = "1000")
    int breaker_failures() default 5;

    @AttributeDefinition(
            required = false,
            name = "Outage probes",
            description =
                    "Durations: the delays between the probes during an outage; the last one comes again and again.")
    String[] breaker_probes() default {"1 s", "5 s", "15 s", "30 s", "1 min", "2 min", "5 min"};

    @AttributeDefinition(
            required = false,
            name = "Parked limit",
            description = "How many deliveries may wait for a retry while others go on; beyond it all wait.",
            min = "0",
            max = "100000")
    int parked_limit() default 10_000;

    @AttributeDefinition(
            required = false,
            name = "When deleted",
            description = "What becomes of events that wait when this configuration is deleted.",
            options = {
                @Option(label = "Keep them for a while", value = "keep"),
                @Option(label = "Go on delivering them", value = "drain"),
                @Option(label = "Drop them", value = "drop")
            })
    String delete_policy() default "keep";

    @AttributeDefinition(
            required = false,
            name = "Kept when deleted",
            description = "Duration: how long they are kept. A new configuration of the same name goes on with them.")
    String delete_retention() default "7 d";

    @AttributeDefinition(
            required = false,
            name = "CloudEvents mode",
            description = "With format cloudevents: where the attributes are.",
            options = {
                @Option(label = "In a JSON object around the event", value = "structured"),
                @Option(label = "In headers", value = "binary")
            })
    String cloudevents_mode() default "structured";

    @AttributeDefinition(
            required = false,
            name = "CloudEvents source",
            description = "With format cloudevents: the attribute source, a URI reference that names this trail.")
    String cloudevents_source() default "/audithook";

    @AttributeDefinition(
            required = false,
            name = "CloudEvents type",
            description =
                    "With format cloudevents: the attribute type. {objectType} and {operation} stand for those of the"
                            + " event.")
    String cloudevents_type() default "io.audithook.{objectType}.{operation}";

    @AttributeDefinition(
            required = false,
            name = "CloudEvents data schema",
            description = "With format cloudevents: the attribute dataschema, an absolute URI; empty for none.")
    String cloudevents_dataschema() default "";

    @AttributeDefinition(
            required = false,
            name = "Handshake",
            description =
                    "Whether the receiver is asked for its consent before anything is delivered. Without it, the events"
                            + " wait.",
            options = {
                @Option(label = "Not asked", value = "none"),
                @Option(label = "As CloudEvents has it for webhooks", value = "cloudevents")
            })
    String handshake_type() default "none";

    @AttributeDefinition(
            required = false,
            name = "Handshake origin",
            description = "With a handshake: the DNS name by which the receiver knows the sender. Required.")
    String handshake_origin() default "";

    @AttributeDefinition(
            required = false,
            name = "Handshake rate",
            description =
                    "With a handshake: how many requests in a minute are asked for; 0 to ask for no number. What the"
                            + " receiver allows is kept.",
            min = "0",
            max = "1000000")
    int handshake_rate() default 0;

    @AttributeDefinition(
            required = false,
            name = "Handshake validity",
            description = "Duration, with a handshake: after this time the receiver is asked again.")
    String handshake_validity() default "24 h";

    @AttributeDefinition(required = false, name = "User agent", description = "The User-Agent header.")
    String userAgent() default "Audithook";

    @AttributeDefinition(
            required = false,
            name = "Headers",
            description =
                    "Headers of your own for every request, each as NAME: VALUE. Not for secrets: see Authentication.")
    String[] headers() default {};

    @AttributeDefinition(
            required = false,
            name = "Authentication",
            description = "How the receiver is told who sends.",
            options = {
                @Option(label = "Not at all", value = "none"),
                @Option(label = "User and password", value = "basic"),
                @Option(label = "A token", value = "bearer"),
                @Option(label = "A header of another name", value = "header"),
                @Option(label = "OAuth 2.0 client credentials", value = "oauth2")
            })
    String auth_type() default "none";

    @AttributeDefinition(
            required = false,
            name = "User",
            description = "With basic: the user itself, file:PATH, or env:NAME.")
    String auth_user() default "";

    @AttributeDefinition(
            required = false,
            name = "Password",
            description = "With basic: the password itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String auth_password() default "";

    @AttributeDefinition(
            required = false,
            name = "Token scheme",
            description = "With bearer: the word before the token.")
    String auth_scheme() default "Bearer";

    @AttributeDefinition(
            required = false,
            name = "Token",
            description = "With bearer: the token itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String auth_token() default "";

    @AttributeDefinition(required = false, name = "Header", description = "With header: its name, such as X-Api-Key.")
    String auth_header() default "";

    @AttributeDefinition(
            required = false,
            name = "Header value",
            description = "With header: the value itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String auth_value() default "";

    @AttributeDefinition(
            required = false,
            name = "Token URL",
            description =
                    "With oauth2: where tokens come from. Reached like the endpoint: by the same TLS and proxy profile.")
    String auth_tokenUrl() default "";

    @AttributeDefinition(
            required = false,
            name = "Client id",
            description = "With oauth2: the id itself, file:PATH, or env:NAME.")
    String auth_clientId() default "";

    @AttributeDefinition(
            required = false,
            name = "Client secret",
            description = "With oauth2: the secret itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String auth_clientSecret() default "";

    @AttributeDefinition(
            required = false,
            name = "Scope",
            description = "With oauth2: what is asked for, with spaces between.")
    String auth_scope() default "";

    @AttributeDefinition(
            required = false,
            name = "Client authentication",
            description = "With oauth2: where id and secret are put.",
            options = {
                @Option(label = "In an Authorization header", value = "basic"),
                @Option(label = "In the form", value = "post")
            })
    String auth_tokenMethod() default "basic";

    @AttributeDefinition(
            required = false,
            name = "Signing keys",
            description =
                    "Keys of Standard Webhooks that sign every request, the newest first: whsec_... (HMAC-SHA256, 24 to"
                            + " 64 bytes), whsk_... (Ed25519), file:PATH, or env:NAME. A file may hold several.",
            type = AttributeType.PASSWORD)
    String[] sign_keys() default {};

    @AttributeDefinition(
            required = false,
            name = "GitHub secret",
            description = "Signs with X-Hub-Signature-256 as GitHub does: the secret itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String sign_github_secret() default "";
}
