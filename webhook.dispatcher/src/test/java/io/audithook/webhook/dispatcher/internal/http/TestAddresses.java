/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** Policies for tests. */
public final class TestAddresses implements AddressPolicy {

    /** Allows all. */
    public static final AddressPolicy ANY = new TestAddresses(address -> true, false);

    private final Predicate<InetAddress> allowed;
    private final boolean strict;

    TestAddresses(Predicate<InetAddress> allowed, boolean strict) {
        this.allowed = allowed;
        this.strict = strict;
    }

    @Override
    public Optional<String> objection(InetAddress address) {
        return allowed.test(address) ? Optional.empty() : Optional.of(address.getHostAddress() + " is forbidden here");
    }

    @Override
    public boolean refusesMixedAnswers() {
        return strict;
    }
}
