/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Judges all addresses of a name.
     *
     * @param addresses in the order in which they are to be tried
     */
    default Judgement judge(List<InetAddress> addresses) {
        List<InetAddress> allowed = new ArrayList<>();
        Optional<String> first = Optional.empty();
        for (InetAddress address : addresses) {
            Optional<String> objection = objection(address);
            if (objection.isEmpty()) {
                allowed.add(address);
            } else if (first.isEmpty()) {
                first = objection;
            }
        }
        return new Judgement(allowed, allowed.isEmpty() || refusesMixedAnswers() ? first : Optional.empty());
    }

    /**
     * What becomes of a name.
     *
     * @param allowed those of its addresses to which there is no objection, in their order
     * @param objection why the name is refused as a whole, whatever is allowed; empty if it is not
     */
    record Judgement(List<InetAddress> allowed, Optional<String> objection) {

        public Judgement {
            allowed = List.copyOf(allowed);
        }
    }
}
