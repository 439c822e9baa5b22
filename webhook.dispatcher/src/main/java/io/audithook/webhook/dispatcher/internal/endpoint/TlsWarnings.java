/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an operator should know of the TLS profile of an endpoint. */
final class TlsWarnings {

    /** As long before the end as authorities send their reminders. */
    private static final int DAYS = 30;

    private TlsWarnings() {}

    static List<String> of(TlsProfile profile, Instant now) {
        List<String> warnings = new ArrayList<>();
        for (String key : profile.loose()) {
            warnings.add("TLS profile " + profile.name() + ": " + key
                    + " is set so that a check is left out: anybody on the way may read and change what is sent");
        }
        for (TlsCertificate certificate : profile.certificates()) {
            long left = certificate.daysLeft(now);
            if (left < DAYS) {
                warnings.add("TLS profile " + profile.name() + ": "
                        + certificate.role().name().toLowerCase(Locale.ROOT) + " certificate '" + certificate.subject()
                        + "' " + (left < 0 ? "has expired" : "expires in " + left + " days"));
            }
        }
        return warnings;
    }
}
