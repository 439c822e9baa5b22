/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.SmallFile;
import io.audithook.webhook.settings.UnreadableFileException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** Reads certificate revocation lists, in PEM or DER. */
final class RevocationLists {

    private static final int LIMIT_BYTES = 64 << 20;

    private RevocationLists() {}

    static List<CRL> read(List<Path> files) throws MaterialException {
        List<CRL> lists = new ArrayList<>();
        for (Path file : files) {
            String origin = TlsKeys.REVOCATION_LISTS + "=" + file + " ";
            try {
                List<CRL> found = parse(SmallFile.read(file, LIMIT_BYTES));
                if (found.isEmpty()) {
                    throw new MaterialException(origin + "holds no revocation list");
                }
                lists.addAll(found);
            } catch (UnreadableFileException e) {
                throw new MaterialException(origin + e.getMessage(), e);
            } catch (CRLException | CertificateException e) {
                throw new MaterialException(origin + "is no readable revocation list: " + e.getMessage(), e);
            }
        }
        return lists;
    }

    /** The lists in this text; there may be none. */
    static List<CRL> parse(byte[] bytes) throws CRLException, CertificateException {
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes)));
    }
}
