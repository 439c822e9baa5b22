/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.filter;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Keeps events in the house whose object is marked above a level of the Traffic Light Protocol. As a global
 * filter (the default of {@code filter.scope}) it applies to every endpoint from the moment it is installed.
 *
 * <p>Fails closed: with a setting that cannot be used it stays and throws, and endpoints hold their events; were it
 * to go away, they would pass.
 */
@Component(configurationPid = TlpConfig.PID, property = EventFilter.NAME + "=tlp")
@Designate(ocd = TlpConfig.class)
public final class TlpFilter implements EventFilter {

    private final OptionalInt max;
    private final String problem;

    /** @param configuration the configuration; {@code max} may be a number or text */
    @Activate
    public TlpFilter(Map<String, Object> configuration) {
        String text = Objects.toString(configuration.get("max"), "2").trim();
        boolean usable = text.matches("[0-3]");
        max = usable ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        problem = TlpConfig.PID + ": max=\"" + text + "\" must be 0 to 3";
    }

    @Override
    public Verdict filter(AuditEvent event) {
        int highest = max.orElseThrow(() -> new IllegalStateException(problem));
        if (!event.object().containsKey("tlp")) {
            return Verdict.pass();
        }
        if (!(event.object().get("tlp") instanceof Number tlp)) {
            // a mark that nobody understands is no permission
            return Verdict.drop("tlp is not a number");
        }
        return new BigDecimal(tlp.toString()).compareTo(BigDecimal.valueOf(highest)) > 0
                ? Verdict.drop("tlp " + tlp + " is above " + highest)
                : Verdict.pass();
    }
}
