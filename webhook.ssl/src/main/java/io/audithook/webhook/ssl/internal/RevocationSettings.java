/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether and how certificates are checked for having been revoked.
 *
 * @param mode what follows if it cannot be found out
 * @param lists files with certificate revocation lists
 * @param ocsp whether a responder is asked
 * @param responder the responder to ask; empty for the one that a certificate names
 * @param endEntityOnly whether the certificates of authorities are left alone
 */
record RevocationSettings(Mode mode, List<Path> lists, boolean ocsp, Optional<URI> responder, boolean endEntityOnly) {

    static final RevocationSettings NONE = new RevocationSettings(Mode.OFF, List.of(), true, Optional.empty(), false);

    RevocationSettings {
        Objects.requireNonNull(mode, "mode");
        lists = List.copyOf(lists);
        Objects.requireNonNull(responder, "responder");
    }

    static RevocationSettings from(Settings values) {
        Mode mode = values.constant(TlsKeys.REVOCATION, Mode.OFF);
        List<Path> lists = values.paths(TlsKeys.REVOCATION_LISTS);
        boolean ocsp = values.flag(TlsKeys.REVOCATION_OCSP, true);
        Optional<URI> responder = responder(values);
        if (mode != Mode.OFF && !ocsp && !values.has(TlsKeys.REVOCATION_LISTS)) {
            values.problem(TlsKeys.REVOCATION, mode, "must have " + TlsKeys.REVOCATION_LISTS + ", or OCSP to go by");
        }
        if (mode == Mode.OFF && !lists.isEmpty()) {
            values.warn(TlsKeys.REVOCATION_LISTS + " has no effect with " + TlsKeys.REVOCATION + "=off");
        }
        if (!ocsp && responder.isPresent()) {
            values.warn(TlsKeys.REVOCATION_RESPONDER + " has no effect with " + TlsKeys.REVOCATION_OCSP + "=false");
        }
        return new RevocationSettings(
                mode, lists, ocsp, responder, values.flag(TlsKeys.REVOCATION_END_ENTITY_ONLY, false));
    }

    boolean isOff() {
        return mode == Mode.OFF;
    }

    private static Optional<URI> responder(Settings values) {
        return values.value(TlsKeys.REVOCATION_RESPONDER, text -> {
            try {
                URI uri = URI.create(text);
                if (uri.getHost() != null
                        && uri.getScheme() != null
                        && uri.getScheme().matches("(?i)https?")) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                // said below, in words that show where it stands
            }
            throw new IllegalArgumentException("must be an http or https URL");
        });
    }

    /** What follows from what is found out. */
    enum Mode {
        /** Nothing is checked. */
        OFF,
        /** What is known to be revoked is refused, what is unknown goes. */
        SOFT,
        /** What is not known to be good is refused. */
        HARD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
