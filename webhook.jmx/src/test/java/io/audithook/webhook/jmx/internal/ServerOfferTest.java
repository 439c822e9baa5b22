/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.OutboxStats;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ServerOfferTest {

    private static final String NAME = "io.audithook:type=outbox";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ServerOffer offer = new ServerOffer(server);

    private static OutboxBean bean(long entries) {
        return new OutboxBean(() -> new OutboxStats(entries, 0, 0, Optional.empty(), 0, ""));
    }

    private Object entries() throws Exception {
        return server.getAttribute(new ObjectName(NAME), "Entries");
    }

    @Test
    void name_thatIsTaken_staysWithWhoHasIt() throws Exception {
        Runnable first = offer.offer(bean(1), NAME);
        Runnable second = offer.offer(bean(2), NAME);
        assertThat(entries()).isEqualTo(1L);
        second.run();
        assertThat(entries()).isEqualTo(1L);
        first.run();
        assertThat(server.isRegistered(new ObjectName(NAME))).isFalse();
    }

    @Test
    void takingBack_whatIsGone_doesNothing() throws Exception {
        Runnable back = offer.offer(bean(1), NAME);
        server.unregisterMBean(new ObjectName(NAME));
        back.run();
        offer.offer(bean(2), NAME);
        assertThat(entries()).isEqualTo(2L);
    }
}
