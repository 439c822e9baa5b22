/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a TLS profile. A configuration may have further stores, which no form can show: {@code trust.2.path}. */
@ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/tls")
@interface TlsConfig {

    String PID = "io.audithook.tls";

    @AttributeDefinition(required = false, name = "%tls.name.name", description = "%tls.name.description")
    String tls_name() default "";

    @AttributeDefinition(required = false, name = "%base.dir.name", description = "%base.dir.description")
    String base_dir() default "";

    @AttributeDefinition(required = false, name = "%trust.type.name", description = "%trust.type.description")
    String trust_type() default "";

    @AttributeDefinition(required = false, name = "%trust.path.name", description = "%trust.path.description")
    String trust_path() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "%trust.password.name",
            description = "%trust.password.description")
    String trust_password() default "";

    @AttributeDefinition(required = false, name = "%trust.data.name", description = "%trust.data.description")
    String trust_data() default "";

    @AttributeDefinition(required = false, name = "%includeSystem.name", description = "%includeSystem.description")
    boolean includeSystem() default false;

    @AttributeDefinition(required = false, name = "%key.type.name", description = "%key.type.description")
    String key_type() default "";

    @AttributeDefinition(required = false, name = "%key.path.name", description = "%key.path.description")
    String key_path() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "%key.password.name",
            description = "%key.password.description")
    String key_password() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "%key.keyPassword.name",
            description = "%key.keyPassword.description")
    String key_keyPassword() default "";

    @AttributeDefinition(required = false, name = "%key.alias.name", description = "%key.alias.description")
    String key_alias() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "%key.data.name",
            description = "%key.data.description")
    String key_data() default "";

    @AttributeDefinition(required = false, name = "%protocols.name", description = "%protocols.description")
    String[] protocols() default {};

    @AttributeDefinition(required = false, name = "%cipherSuites.name", description = "%cipherSuites.description")
    String[] cipherSuites() default {};

    @AttributeDefinition(required = false, name = "%verifyHostName.name", description = "%verifyHostName.description")
    boolean verifyHostName() default true;

    @AttributeDefinition(required = false, name = "%pins.name", description = "%pins.description")
    String[] pins() default {};

    @AttributeDefinition(
            required = false,
            name = "%acceptAnyCertificate.name",
            description = "%acceptAnyCertificate.description")
    boolean acceptAnyCertificate() default false;

    @AttributeDefinition(
            required = false,
            name = "%revocation.name",
            description = "%revocation.description",
            options = {
                @Option(label = "%revocation.option.off", value = "off"),
                @Option(label = "%revocation.option.soft", value = "soft"),
                @Option(label = "%revocation.option.hard", value = "hard")
            })
    String revocation() default "off";

    @AttributeDefinition(
            required = false,
            name = "%revocation.lists.name",
            description = "%revocation.lists.description")
    String[] revocation_lists() default {};

    @AttributeDefinition(required = false, name = "%revocation.ocsp.name", description = "%revocation.ocsp.description")
    boolean revocation_ocsp() default true;

    @AttributeDefinition(
            required = false,
            name = "%revocation.responder.name",
            description = "%revocation.responder.description")
    String revocation_responder() default "";

    @AttributeDefinition(
            required = false,
            name = "%revocation.distributionPoints.name",
            description = "%revocation.distributionPoints.description")
    boolean revocation_distributionPoints() default true;

    @AttributeDefinition(
            required = false,
            name = "%revocation.timeout.name",
            description = "%revocation.timeout.description")
    String revocation_timeout() default "5 s";

    @AttributeDefinition(
            required = false,
            name = "%revocation.endEntityOnly.name",
            description = "%revocation.endEntityOnly.description")
    boolean revocation_endEntityOnly() default false;

    @AttributeDefinition(
            required = false,
            name = "%keyManager.algorithm.name",
            description = "%keyManager.algorithm.description")
    String keyManager_algorithm() default "";

    @AttributeDefinition(
            required = false,
            name = "%trustManager.algorithm.name",
            description = "%trustManager.algorithm.description")
    String trustManager_algorithm() default "";
}
