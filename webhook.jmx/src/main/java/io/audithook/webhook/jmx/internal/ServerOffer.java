/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts MBeans into an MBean server. What cannot be put there is left out, and the log says why. */
final class ServerOffer implements Beans.Offer {

    private static final Logger LOG = LoggerFactory.getLogger(ServerOffer.class);

    private final MBeanServer server;

    ServerOffer(MBeanServer server) {
        this.server = server;
    }

    @Override
    public Runnable offer(Object bean, String objectName) {
        try {
            // a server may give it another name
            ObjectName name =
                    server.registerMBean(bean, new ObjectName(objectName)).getObjectName();
            return () -> takeBack(name);
        } catch (JMException e) {
            LOG.warn("{} is not offered", objectName, e);
            return () -> {};
        }
    }

    private void takeBack(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} was taken away by somebody else", name, e);
        } catch (JMException e) {
            LOG.warn("{} stays", name, e);
        }
    }
}
