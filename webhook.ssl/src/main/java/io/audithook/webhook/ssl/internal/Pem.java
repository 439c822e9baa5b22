/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM text. Messages continue a sentence that begins with where it is from. */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern BLOCK =
            Pattern.compile(BEGIN + "([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Set<String> CERTIFICATE = Set.of("CERTIFICATE", "X509 CERTIFICATE");

    private final List<Block> blocks;

    private Pem(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /** What is outside of blocks is comment. */
    static Pem parse(byte[] bytes) throws MaterialException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        if (text.split(BEGIN, -1).length - 1 != blocks.size()) {
            throw new MaterialException("is cut off: it has a BEGIN without its END");
        }
        return new Pem(blocks);
    }

    /** The certificates, at least one. Keys and other blocks are passed over. */
    List<X509Certificate> certificates() throws MaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (CERTIFICATE.contains(block.label())) {
                certificates.add(block.certificate());
            }
        }
        if (certificates.isEmpty()) {
            throw new MaterialException("holds no certificate" + found());
        }
        return certificates;
    }

    /** The only block with a private key, of whatever kind. */
    Block privateKey() throws MaterialException {
        List<Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.isEmpty()) {
            throw new MaterialException("holds no private key" + found());
        }
        if (keys.size() > 1) {
            throw new MaterialException("must hold one private key, not " + keys.size());
        }
        return keys.get(0);
    }

    private String found() {
        return blocks.isEmpty()
                ? ", nor any other PEM block"
                : ", only " + blocks.stream().map(Block::label).distinct().toList();
    }

    /**
     * One block.
     *
     * @param label what stands after BEGIN
     * @param content what it holds: lines with a header, if any, then base64
     */
    record Block(String label, String content) {

        private static final Pattern HEADER =
                Pattern.compile("^([A-Za-z-]+):[ \\t]*(.*?)[ \\t\\r]*$", Pattern.MULTILINE);

        Block {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(content, "content");
        }

        /** The value of a header line, of which encrypted keys of the traditional form have two. */
        Optional<String> header(String name) {
            return HEADER.matcher(content)
                    .results()
                    .filter(header -> header.group(1).equals(name))
                    .map(header -> header.group(2))
                    .findFirst();
        }

        byte[] der() throws MaterialException {
            try {
                String base64 = HEADER.matcher(content).replaceAll("");
                return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                // the cause could show a character of a key
                throw new MaterialException("holds a damaged " + label + ": it is not base64");
            }
        }

        private X509Certificate certificate() throws MaterialException {
            try {
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der()));
            } catch (CertificateException e) {
                throw new MaterialException("holds a damaged " + label + ": " + e.getMessage(), e);
            }
        }

        /** Without the content, which may be a key. */
        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }
}
