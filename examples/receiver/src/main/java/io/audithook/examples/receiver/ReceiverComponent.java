/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.examples.receiver;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sample receiver inside a container, once it is configured. */
@Component(
        service = {},
        configurationPid = ReceiverConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ReceiverConfig.class)
public final class ReceiverComponent {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverComponent.class);

    private final Receiver receiver;

    /**
     * @param config where to listen
     * @throws IOException if the port is taken
     */
    @Activate
    public ReceiverComponent(ReceiverConfig config) throws IOException {
        receiver = new Receiver(new InetSocketAddress(config.host(), config.port()), System.out::println);
        LOG.info("The sample receiver listens on {}:{}", config.host(), receiver.port());
    }

    @Deactivate
    void close() {
        receiver.close();
    }
}
