/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of a TLS profile. Values are read by {@link TlsSettings#from}; more stores stand under a number. */
@ObjectClassDefinition(
        name = "Audithook TLS profile",
        description = "Key and trust material. Endpoints choose it with tls.target=(tls.name=NAME)."
                + " More stores: trust.2.path, trust.2.type, key.2.path, and so on.")
public @interface TlsConfig {

    /** The factory PID. */
    String PID = "io.audithook.tls";

    @AttributeDefinition(
            name = "Trust store type",
            description = "The default is PKCS12 for a file and PEM for data.",
            options = {
                @Option(label = "as usual", value = ""),
                @Option(label = "JKS", value = "JKS"),
                @Option(label = "PKCS #12", value = "PKCS12"),
                @Option(label = "PEM", value = "PEM")
            })
    String trust_type() default "";

    @AttributeDefinition(
            name = "Trust store file",
            description = "Certificates to trust, in place of those of the JVM.")
    String trust_path() default "";

    @AttributeDefinition(name = "Trusted certificates", description = "As PEM text, in place of a file.")
    String trust_data() default "";

    @AttributeDefinition(
            name = "Trust store password",
            description = "The password itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String trust_password() default "";

    @AttributeDefinition(
            name = "Trust the JVM's certificates too",
            description = "If not, a trust store replaces those of the JVM.")
    boolean includeSystem() default false;

    @AttributeDefinition(
            name = "Key store type",
            description = "The default is PKCS12 for a file and PEM for data.",
            options = {
                @Option(label = "as usual", value = ""),
                @Option(label = "JKS", value = "JKS"),
                @Option(label = "PKCS #12", value = "PKCS12"),
                @Option(label = "PEM", value = "PEM")
            })
    String key_type() default "";

    @AttributeDefinition(name = "Key store file", description = "The client certificate with its private key.")
    String key_path() default "";

    @AttributeDefinition(
            name = "Client certificate and key",
            description = "As PEM text (the key as unencrypted PKCS #8), in place of a file.",
            type = AttributeType.PASSWORD)
    String key_data() default "";

    @AttributeDefinition(
            name = "Key store password",
            description = "For the store and its keys: the password itself, file:PATH, or env:NAME.",
            type = AttributeType.PASSWORD)
    String key_password() default "";

    @AttributeDefinition(name = "Protocols", description = "Such as TLSv1.3; empty for TLSv1.3 and TLSv1.2.")
    String[] protocols() default {};

    @AttributeDefinition(name = "Cipher suites", description = "By their Java names; empty for those of the JVM.")
    String[] cipherSuites() default {};

    @AttributeDefinition(
            name = "Verify host name",
            description = "Whether the certificate must be for the host that is called.")
    boolean verifyHostName() default true;
}
