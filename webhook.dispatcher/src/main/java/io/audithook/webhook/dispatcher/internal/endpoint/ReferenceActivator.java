/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Registers the {@link ReferencePlugin}. Not a component, since it has to be there before Declarative Services read the
 * configurations of our components, which they do once the bundle is started.
 */
public final class ReferenceActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        context.registerService(
                ConfigurationPlugin.class,
                new ReferencePlugin(),
                FrameworkUtil.asDictionary(Map.of(
                        ConfigurationPlugin.CM_TARGET,
                        EndpointConfig.PID,
                        ConfigurationPlugin.CM_RANKING,
                        ReferencePlugin.LAST)));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the service back
    }
}
