/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The address policy of the moment, for the questions to OCSP responders; there may be none. All TLS profiles share it, and
 * none of them has to begin anew when the policy does. Safe for use by many threads.
 */
@Component(service = ResponderAddresses.class)
public final class ResponderAddresses implements Supplier<Optional<AddressPolicy>> {

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AddressPolicy addresses;

    @Override
    public Optional<AddressPolicy> get() {
        return Optional.ofNullable(addresses);
    }
}
