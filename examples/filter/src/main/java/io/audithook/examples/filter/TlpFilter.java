/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.filter;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import java.math.BigDecimal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Keeps events in the house whose object is marked above a level of the Traffic Light Protocol. As a global
 * filter (the default of {@code filter.scope}) it applies to every endpoint from the moment it is installed.
 */
@Component(configurationPid = TlpConfig.PID, property = EventFilter.NAME + "=tlp")
@Designate(ocd = TlpConfig.class)
public final class TlpFilter implements EventFilter {

    private final BigDecimal max;

    /** @param config the highest level that may leave */
    @Activate
    public TlpFilter(TlpConfig config) {
        this(config.max());
    }

    TlpFilter(int max) {
        this.max = BigDecimal.valueOf(max);
    }

    @Override
    public Verdict filter(AuditEvent event) {
        Object tlp = event.object().get("tlp");
        if (tlp == null) {
            return Verdict.pass();
        }
        if (!(tlp instanceof Number)) {
            // a mark that nobody understands is no permission
            return Verdict.drop("tlp is not a number");
        }
        return new BigDecimal(tlp.toString()).compareTo(max) > 0
                ? Verdict.drop("tlp " + tlp + " is above " + max)
                : Verdict.pass();
    }
}
