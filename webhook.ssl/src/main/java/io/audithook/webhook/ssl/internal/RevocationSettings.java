/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Durations;
import io.audithook.webhook.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether and how certificates are checked for having been revoked.
 *
 * @param mode what follows if it cannot be found out
 * @param lists files with certificate revocation lists
 * @param listUrls where there are more of them
 * @param ocsp whether a responder is asked
 * @param responder the responder to ask; empty for the one that a certificate names
 * @param distributionPoints whether the lists are fetched that a certificate names
 * @param timeout how long an answer may take, from the look-up of the server's name to the last byte
 * @param endEntityOnly whether the certificates of authorities are left alone
 */
record RevocationSettings(
        Mode mode,
        List<Path> lists,
        List<URI> listUrls,
        boolean ocsp,
        Optional<URI> responder,
        boolean distributionPoints,
        Duration timeout,
        boolean endEntityOnly) {

    private static final Pattern URL = Pattern.compile("\\p{Alpha}[\\p{Alnum}+.-]*://.*");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    /** A handshake waits so long, and its connection with it. */
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    static final RevocationSettings NONE =
            new RevocationSettings(Mode.OFF, List.of(), List.of(), true, Optional.empty(), true, TIMEOUT, false);

    RevocationSettings {
        Objects.requireNonNull(mode, "mode");
        lists = List.copyOf(lists);
        listUrls = List.copyOf(listUrls);
        Objects.requireNonNull(responder, "responder");
        Objects.requireNonNull(timeout, "timeout");
    }

    static RevocationSettings from(Settings values) {
        Mode mode = values.constant(TlsKeys.REVOCATION, Mode.OFF);
        List<Path> lists = new ArrayList<>();
        List<URI> listUrls = new ArrayList<>();
        values.values(
                TlsKeys.REVOCATION_LISTS,
                text -> URL.matcher(text).matches() ? listUrls.add(url(text)) : lists.add(values.file(text)));
        boolean ocsp = values.flag(TlsKeys.REVOCATION_OCSP, true);
        Optional<URI> responder = values.value(TlsKeys.REVOCATION_RESPONDER, RevocationSettings::url);
        boolean points = values.flag(TlsKeys.REVOCATION_DISTRIBUTION_POINTS, true);
        if (mode != Mode.OFF && !ocsp && !points && !values.has(TlsKeys.REVOCATION_LISTS)) {
            values.problem(
                    TlsKeys.REVOCATION,
                    mode,
                    "must have " + TlsKeys.REVOCATION_LISTS + ", OCSP or distribution points to go by");
        }
        if (mode == Mode.OFF && values.has(TlsKeys.REVOCATION_LISTS)) {
            values.warn(TlsKeys.REVOCATION_LISTS + " has no effect with " + TlsKeys.REVOCATION + "=off");
        }
        if (!ocsp && responder.isPresent()) {
            values.warn(TlsKeys.REVOCATION_RESPONDER + " has no effect with " + TlsKeys.REVOCATION_OCSP + "=false");
        }
        return new RevocationSettings(
                mode,
                lists,
                listUrls,
                ocsp,
                responder,
                points,
                timeout(values),
                values.flag(TlsKeys.REVOCATION_END_ENTITY_ONLY, false));
    }

    boolean isOff() {
        return mode == Mode.OFF;
    }

    /** Whether a check may have to wait for others. */
    boolean asksOthers() {
        return !isOff() && (ocsp || distributionPoints || !listUrls.isEmpty());
    }

    private static URI url(String text) {
        return Fetch.usable(text).orElseThrow(() -> new IllegalArgumentException("must be an http or https URL"));
    }

    private static Duration timeout(Settings values) {
        return values.value(TlsKeys.REVOCATION_TIMEOUT, text -> {
                    Duration timeout = Durations.parse(text, Duration.ofMillis(1));
                    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
                        throw new IllegalArgumentException(
                                "must be from " + MIN_TIMEOUT.toMillis() + " ms to " + MAX_TIMEOUT.toSeconds() + " s");
                    }
                    return timeout;
                })
                .orElse(TIMEOUT);
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
