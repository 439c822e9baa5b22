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
@ObjectClassDefinition(
        name = "Audithook TLS profile",
        description = "Whom to trust and what to show on https. Endpoints choose it with tls.target=(tls.name=NAME)."
                + " Further stores: trust.2.path, key.2.path and so on, by file. Secrets may be given as file:PATH or"
                + " env:NAME.")
@interface TlsConfig {

    String PID = "io.audithook.tls";

    @AttributeDefinition(
            required = false,
            name = "Name",
            description = "Name of the profile. Blank: what follows the ~ of the PID. 'default' is built in.")
    String tls_name() default "";

    @AttributeDefinition(
            required = false,
            name = "Base directory",
            description = "Where relative paths begin. Blank: the working directory of the process.")
    String base_dir() default "";

    @AttributeDefinition(
            required = false,
            name = "Trust store type",
            description =
                    "JKS, PKCS12, PEM or another type of the JVM. Blank: the JVM's default type, or PEM for data.")
    String trust_type() default "";

    @AttributeDefinition(
            required = false,
            name = "Trust store file",
            description = "Path of the file with the certificates to trust. Any trust store replaces the JVM's own.")
    String trust_path() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "Trust store password",
            description = "Opens the trust store.")
    String trust_password() default "";

    @AttributeDefinition(
            required = false,
            name = "Trust store data",
            description = "Certificates to trust as PEM text, instead of a file.")
    String trust_data() default "";

    @AttributeDefinition(
            required = false,
            name = "Include the JVM's trust",
            description = "Whether the certificates the JVM trusts count beside those of the trust stores.")
    boolean includeSystem() default false;

    @AttributeDefinition(
            required = false,
            name = "Key store type",
            description =
                    "JKS, PKCS12, PEM or another type of the JVM. Blank: the JVM's default type, or PEM for data.")
    String key_type() default "";

    @AttributeDefinition(
            required = false,
            name = "Key store file",
            description = "Path of the file with our private key and its certificates.")
    String key_path() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "Key store password",
            description = "Opens the key store and the keys in it.")
    String key_password() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "Key password",
            description = "Opens the key, if another password does than that of the store.")
    String key_keyPassword() default "";

    @AttributeDefinition(
            required = false,
            name = "Key alias",
            description = "The entry of the key store to show. Blank: what fits the issuers that the server names.")
    String key_alias() default "";

    @AttributeDefinition(
            required = false,
            type = AttributeType.PASSWORD,
            name = "Key store data",
            description = "Our private key and its certificates as PEM text, instead of a file.")
    String key_data() default "";

    @AttributeDefinition(
            required = false,
            name = "Protocols",
            description = "Protocols to offer, such as TLSv1.3. None: those of the JVM.")
    String[] protocols() default {};

    @AttributeDefinition(
            required = false,
            name = "Cipher suites",
            description = "Cipher suites to offer, by their Java names. None: those of the JVM.")
    String[] cipherSuites() default {};

    @AttributeDefinition(
            required = false,
            name = "Verify the host name",
            description = "Whether the certificate must be for the host that is called. Switch off only for tests.")
    boolean verifyHostName() default true;

    @AttributeDefinition(
            required = false,
            name = "Pinned keys",
            description = "sha256/ and the base64 of the SHA-256 of a public key: the server's certificate or one above"
                    + " it must have one of these. None: not checked.")
    String[] pins() default {};

    @AttributeDefinition(
            required = false,
            name = "Accept any certificate",
            description = "Whether servers are not checked at all, but for pinned keys. Only for tests; the framework"
                    + " property audithook.security.allowLoose=false forbids it.")
    boolean acceptAnyCertificate() default false;

    @AttributeDefinition(
            required = false,
            name = "Revocation",
            description = "Whether servers with a revoked certificate are refused: off, soft (what cannot be found out"
                    + " goes) or hard (it is refused).",
            options = {@Option("off"), @Option("soft"), @Option("hard")})
    String revocation() default "off";

    @AttributeDefinition(
            required = false,
            name = "Revocation lists",
            description = "Files with certificate revocation lists, PEM or DER. They come before OCSP.")
    String[] revocation_lists() default {};

    @AttributeDefinition(
            required = false,
            name = "Ask by OCSP",
            description =
                    "Whether the responder that a certificate names is asked, during the handshake, unless the server"
                            + " shows its answer (stapling).")
    boolean revocation_ocsp() default true;

    @AttributeDefinition(
            required = false,
            name = "OCSP responder",
            description = "URL of the responder to ask. Blank: the one that a certificate names.")
    String revocation_responder() default "";

    @AttributeDefinition(
            required = false,
            name = "Revocation of the server's only",
            description = "Whether the certificates of authorities are not checked for having been revoked.")
    boolean revocation_endEntityOnly() default false;

    @AttributeDefinition(
            required = false,
            name = "Key manager algorithm",
            description = "PKIX or another algorithm of the JVM. Blank: the JVM's default.")
    String keyManager_algorithm() default "";

    @AttributeDefinition(
            required = false,
            name = "Trust manager algorithm",
            description = "PKIX or another algorithm of the JVM. Blank: the JVM's default.")
    String trustManager_algorithm() default "";
}
