/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.net.InetAddress;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which addresses may be connected to. Asked for each new connection, with the address that is about to be connected:
 * what a name meant before, or means to others, does not count. Without a policy there are no connections. Safe for use
 * by many threads; asks no name service.
 */
@ProviderType
public interface AddressPolicy {

    /**
     * Why an address must not be connected to, for people: the address, the rule, and what to set if there is a way.
     *
     * @return empty if it may
     */
    Optional<String> objection(InetAddress address);

    /**
     * Whether a name is refused as a whole if one of its addresses is. Otherwise the others are used.
     */
    boolean refusesMixedAnswers();
}
