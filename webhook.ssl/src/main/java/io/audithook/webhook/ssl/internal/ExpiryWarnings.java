/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says once that a certificate has less than 30 days, once that it has less than 7, and once that it has expired. */
final class ExpiryWarnings {

    private static final List<Integer> DAYS = List.of(0, 7, 30);

    private final Map<TlsCertificate, Integer> told = new HashMap<>();

    /** One line for all certificates of which there is something new to say. */
    Optional<String> look(List<TlsCertificate> certificates, Instant now) {
        told.keySet().retainAll(certificates);
        List<String> news = new ArrayList<>();
        for (TlsCertificate certificate : certificates) {
            long left = certificate.daysLeft(now);
            Optional<Integer> threshold =
                    DAYS.stream().filter(days -> left < days).findFirst();
            if (threshold.isPresent()
                    && !threshold.equals(Optional.ofNullable(told.put(certificate, threshold.get())))) {
                news.add(text(certificate, left));
            }
        }
        return news.isEmpty()
                ? Optional.empty()
                : Optional.of("certificates have to be renewed: " + String.join("; ", news));
    }

    private static String text(TlsCertificate certificate, long left) {
        return certificate.role().name().toLowerCase(Locale.ROOT) + " '" + certificate.subject()
                + "' with serial number "
                + certificate.serial()
                + (left < 0 ? " has expired" : " expires in " + left + " days") + ", at " + certificate.notAfter();
    }
}
