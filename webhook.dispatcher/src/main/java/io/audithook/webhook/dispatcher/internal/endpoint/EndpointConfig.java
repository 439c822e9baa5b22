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
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/endpoint")
public @interface EndpointConfig {

    /** The factory PID. The name of an endpoint is the name of its configuration. */
    String PID = "io.audithook.endpoint";

    /** The TLS profile of who says nothing of one; so is the next the proxy profile, and so on. */
    String DEFAULT_TLS = "(tls.name=default)";

    String DEFAULT_PROXY = "(proxy.name=direct)";
    String DEFAULT_FORMAT = "(format.name=audit)";
    String NO_FILTERS = "(filter.scope=none)";

    @AttributeDefinition(name = "%url.name", description = "%url.description")
    String url();

    @AttributeDefinition(required = false, name = "%enabled.name", description = "%enabled.description")
    boolean enabled() default true;

    @AttributeDefinition(required = false, name = "%start.name", description = "%start.description")
    String start() default "now";

    @AttributeDefinition(required = false, name = "%tls.target.name", description = "%tls.target.description")
    String tls_target() default DEFAULT_TLS;

    @AttributeDefinition(required = false, name = "%proxy.target.name", description = "%proxy.target.description")
    String proxy_target() default DEFAULT_PROXY;

    @AttributeDefinition(required = false, name = "%format.target.name", description = "%format.target.description")
    String format_target() default DEFAULT_FORMAT;

    @AttributeDefinition(required = false, name = "%filters.target.name", description = "%filters.target.description")
    String filters_target() default NO_FILTERS;

    @AttributeDefinition(
            required = false,
            name = "%filters.cardinality.minimum.name",
            description = "%filters.cardinality.minimum.description",
            min = "0")
    int filters_cardinality_minimum();

    @AttributeDefinition(
            required = false,
            name = "%ordering.name",
            description = "%ordering.description",
            options = {
                @Option(label = "%ordering.option.key", value = "key"),
                @Option(label = "%ordering.option.strict", value = "strict"),
                @Option(label = "%ordering.option.none", value = "none")
            })
    String ordering() default "key";

    @AttributeDefinition(
            required = false,
            name = "%concurrency.name",
            description = "%concurrency.description",
            min = "1",
            max = "256")
    int concurrency() default 8;

    @AttributeDefinition(
            required = false,
            name = "%concurrency.min.name",
            description = "%concurrency.min.description",
            min = "1",
            max = "256")
    int concurrency_min() default 1;

    @AttributeDefinition(
            required = false,
            name = "%rate.limit.name",
            description = "%rate.limit.description",
            min = "0",
            max = "1000000")
    double rate_limit() default 0;

    @AttributeDefinition(
            required = false,
            name = "%batch.size.name",
            description = "%batch.size.description",
            min = "1",
            max = "100")
    int batch_size() default 1;

    @AttributeDefinition(required = false, name = "%timeout.connect.name", description = "%timeout.connect.description")
    String timeout_connect() default "10 s";

    @AttributeDefinition(required = false, name = "%timeout.idle.name", description = "%timeout.idle.description")
    String timeout_idle() default "15 s";

    @AttributeDefinition(required = false, name = "%gzip.name", description = "%gzip.description")
    boolean gzip() default false;

    @AttributeDefinition(
            required = false,
            name = "%connection.maxLifetime.name",
            description = "%connection.maxLifetime.description")
    String connection_maxLifetime() default "5 min";

    @AttributeDefinition(
            required = false,
            name = "%protocol.name",
            description = "%protocol.description",
            options = {
                @Option(label = "%protocol.option.auto", value = "auto"),
                @Option(label = "%protocol.option.http/1.1", value = "http/1.1"),
                @Option(label = "%protocol.option.h2", value = "h2")
            })
    String protocol() default "auto";

    @AttributeDefinition(required = false, name = "%timeout.request.name", description = "%timeout.request.description")
    String timeout_request() default "30 s";

    @AttributeDefinition(required = false, name = "%retry.schedule.name", description = "%retry.schedule.description")
    String[] retry_schedule() default {"5 s", "5 min", "30 min", "2 h", "5 h", "10 h", "14 h", "20 h", "24 h"};

    @AttributeDefinition(
            required = false,
            name = "%retry.jitter.name",
            description = "%retry.jitter.description",
            min = "0",
            max = "10")
    double retry_jitter() default 0.2;

    @AttributeDefinition(
            required = false,
            name = "%retry.refused.statuses.name",
            description = "%retry.refused.statuses.description")
    String[] retry_refused_statuses() default {"400", "401", "403", "404", "405", "413", "415", "422", "451"};

    @AttributeDefinition(
            required = false,
            name = "%retry.refused.schedule.name",
            description = "%retry.refused.schedule.description")
    String[] retry_refused_schedule() default {"5 min", "55 min"};

    @AttributeDefinition(
            required = false,
            name = "%retry.giveUpAfter.name",
            description = "%retry.giveUpAfter.description")
    String retry_giveUpAfter() default "";

    @AttributeDefinition(
            required = false,
            name = "%breaker.failures.name",
            description = "%breaker.failures.description",
            min = "1",
            max = "1000")
    int breaker_failures() default 5;

    @AttributeDefinition(required = false, name = "%breaker.probes.name", description = "%breaker.probes.description")
    String[] breaker_probes() default {"1 s", "5 s", "15 s", "30 s", "1 min", "2 min", "5 min"};

    @AttributeDefinition(
            required = false,
            name = "%parked.limit.name",
            description = "%parked.limit.description",
            min = "0",
            max = "100000")
    int parked_limit() default 10_000;

    @AttributeDefinition(
            required = false,
            name = "%delete.policy.name",
            description = "%delete.policy.description",
            options = {
                @Option(label = "%delete.policy.option.keep", value = "keep"),
                @Option(label = "%delete.policy.option.drain", value = "drain"),
                @Option(label = "%delete.policy.option.drop", value = "drop")
            })
    String delete_policy() default "keep";

    @AttributeDefinition(
            required = false,
            name = "%delete.retention.name",
            description = "%delete.retention.description")
    String delete_retention() default "7 d";

    @AttributeDefinition(
            required = false,
            name = "%cloudevents.mode.name",
            description = "%cloudevents.mode.description",
            options = {
                @Option(label = "%cloudevents.mode.option.structured", value = "structured"),
                @Option(label = "%cloudevents.mode.option.binary", value = "binary")
            })
    String cloudevents_mode() default "structured";

    @AttributeDefinition(
            required = false,
            name = "%cloudevents.source.name",
            description = "%cloudevents.source.description")
    String cloudevents_source() default "/audithook";

    @AttributeDefinition(
            required = false,
            name = "%cloudevents.type.name",
            description = "%cloudevents.type.description")
    String cloudevents_type() default "io.audithook.{objectType}.{operation}";

    @AttributeDefinition(
            required = false,
            name = "%cloudevents.dataschema.name",
            description = "%cloudevents.dataschema.description")
    String cloudevents_dataschema() default "";

    @AttributeDefinition(
            required = false,
            name = "%handshake.type.name",
            description = "%handshake.type.description",
            options = {
                @Option(label = "%handshake.type.option.none", value = "none"),
                @Option(label = "%handshake.type.option.cloudevents", value = "cloudevents")
            })
    String handshake_type() default "none";

    @AttributeDefinition(
            required = false,
            name = "%handshake.origin.name",
            description = "%handshake.origin.description")
    String handshake_origin() default "";

    @AttributeDefinition(
            required = false,
            name = "%handshake.rate.name",
            description = "%handshake.rate.description",
            min = "0",
            max = "1000000")
    int handshake_rate() default 0;

    @AttributeDefinition(
            required = false,
            name = "%handshake.validity.name",
            description = "%handshake.validity.description")
    String handshake_validity() default "24 h";

    @AttributeDefinition(required = false, name = "%userAgent.name", description = "%userAgent.description")
    String userAgent() default "Audithook";

    @AttributeDefinition(required = false, name = "%headers.name", description = "%headers.description")
    String[] headers() default {};

    @AttributeDefinition(
            required = false,
            name = "%auth.type.name",
            description = "%auth.type.description",
            options = {
                @Option(label = "%auth.type.option.none", value = "none"),
                @Option(label = "%auth.type.option.basic", value = "basic"),
                @Option(label = "%auth.type.option.bearer", value = "bearer"),
                @Option(label = "%auth.type.option.header", value = "header"),
                @Option(label = "%auth.type.option.oauth2", value = "oauth2")
            })
    String auth_type() default "none";

    @AttributeDefinition(required = false, name = "%auth.user.name", description = "%auth.user.description")
    String auth_user() default "";

    @AttributeDefinition(
            required = false,
            name = "%auth.password.name",
            description = "%auth.password.description",
            type = AttributeType.PASSWORD)
    String auth_password() default "";

    @AttributeDefinition(required = false, name = "%auth.scheme.name", description = "%auth.scheme.description")
    String auth_scheme() default "Bearer";

    @AttributeDefinition(
            required = false,
            name = "%auth.token.name",
            description = "%auth.token.description",
            type = AttributeType.PASSWORD)
    String auth_token() default "";

    @AttributeDefinition(required = false, name = "%auth.header.name", description = "%auth.header.description")
    String auth_header() default "";

    @AttributeDefinition(
            required = false,
            name = "%auth.value.name",
            description = "%auth.value.description",
            type = AttributeType.PASSWORD)
    String auth_value() default "";

    @AttributeDefinition(required = false, name = "%auth.tokenUrl.name", description = "%auth.tokenUrl.description")
    String auth_tokenUrl() default "";

    @AttributeDefinition(required = false, name = "%auth.clientId.name", description = "%auth.clientId.description")
    String auth_clientId() default "";

    @AttributeDefinition(
            required = false,
            name = "%auth.clientSecret.name",
            description = "%auth.clientSecret.description",
            type = AttributeType.PASSWORD)
    String auth_clientSecret() default "";

    @AttributeDefinition(required = false, name = "%auth.scope.name", description = "%auth.scope.description")
    String auth_scope() default "";

    @AttributeDefinition(
            required = false,
            name = "%auth.tokenMethod.name",
            description = "%auth.tokenMethod.description",
            options = {
                @Option(label = "%auth.tokenMethod.option.basic", value = "basic"),
                @Option(label = "%auth.tokenMethod.option.post", value = "post")
            })
    String auth_tokenMethod() default "basic";

    @AttributeDefinition(
            required = false,
            name = "%sign.keys.name",
            description = "%sign.keys.description",
            type = AttributeType.PASSWORD)
    String[] sign_keys() default {};

    @AttributeDefinition(
            required = false,
            name = "%sign.github.secret.name",
            description = "%sign.github.secret.description",
            type = AttributeType.PASSWORD)
    String sign_github_secret() default "";
}
