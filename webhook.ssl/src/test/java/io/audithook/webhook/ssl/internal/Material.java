/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;

/** Writes certificates and keys in the forms users have them. */
final class Material {

    static final String PASSWORD = "marker-4711-secret";

    private Material() {}

    static Path trustStore(Path file, String type, X509Certificate... certificates) throws Exception {
        KeyStore store = empty(type);
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return save(store, file);
    }

    static Path keyStore(Path file, String type, String keyPassword, ClientKey key) throws Exception {
        KeyStore store = empty(type);
        store.setKeyEntry(
                "mine", key.key(), keyPassword.toCharArray(), key.chain().toArray(new Certificate[0]));
        return save(store, file);
    }

    static String pem(X509Certificate... certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(block("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }

    static String pem(ClientKey key) throws Exception {
        return pem(key.chain().toArray(new X509Certificate[0])) + pem(key.key());
    }

    static String pem(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    static String encryptedPem(PrivateKey key, String password) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(
                            key,
                            new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                                    .setProvider(new BouncyCastleProvider())
                                    .setPRF(PKCS8Generator.PRF_HMACSHA256)
                                    .setPassword(password.toCharArray())
                                    .setRandom(new SecureRandom())
                                    .build())
                    .generate());
        }
        return text.toString();
    }

    /** The form of OpenSSL before version 1.0: RSA PRIVATE KEY, EC PRIVATE KEY. */
    static String traditionalPem(PrivateKey key) throws Exception {
        return block(key.getAlgorithm() + " PRIVATE KEY", traditional(key));
    }

    /** The same, encrypted by a header. */
    static String traditionalPem(PrivateKey key, String cipher, String password) throws Exception {
        PEMEncryptor encryptor = new JcePEMEncryptorBuilder(cipher)
                .setProvider(new BouncyCastleProvider())
                .build(password.toCharArray());
        byte[] encrypted = encryptor.encrypt(traditional(key));
        String header = "Proc-Type: 4,ENCRYPTED\nDEK-Info: " + cipher + ","
                + HexFormat.of().withUpperCase().formatHex(encryptor.getIV()) + "\n\n";
        return block(key.getAlgorithm() + " PRIVATE KEY", encrypted).replaceFirst("\n", "\n" + header);
    }

    private static byte[] traditional(PrivateKey key) throws Exception {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        if (key instanceof ECPrivateKey ec) {
            // OpenSSL names the curve inside, Java only outside
            return new org.bouncycastle.asn1.sec.ECPrivateKey(
                            256, ec.getS(), info.getPrivateKeyAlgorithm().getParameters())
                    .getEncoded();
        }
        return info.parsePrivateKey().toASN1Primitive().getEncoded();
    }

    static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    static KeyStore empty(String type) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        return store;
    }

    static Path save(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    static List<X509Certificate> reversed(List<X509Certificate> chain) {
        List<X509Certificate> reversed = new ArrayList<>(chain);
        Collections.reverse(reversed);
        return reversed;
    }
}
