/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.audit.api.AuditTrail;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The audit trail, while there is one. Sources stay when it goes: what they lose meanwhile is counted. */
@Component(service = CurrentTrail.class)
public final class CurrentTrail {

    // dynamic, which a reference of a constructor cannot be; set before anybody gets this service
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AuditTrail trail;

    /** The trail; empty while there is none. */
    Optional<AuditTrail> get() {
        return Optional.ofNullable(trail);
    }
}
