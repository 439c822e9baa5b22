/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Endpoints;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Brings the commands into the shell that is there: Karaf's own, or else Gogo. Never into both, since Karaf takes commands of
 * Gogo over, and takes them away by their names, those of its own with them. Registers them by hand, to know when they are gone.
 */
@Component(service = {})
public final class ShellComponent {

    private final BundleContext context;
    private final Operator operator = new Operator(() -> Optional.ofNullable(this.endpoints));

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Endpoints endpoints;

    /** Guarded by this, like the next three; null where there is no Karaf. */
    private ServiceReference<?> sessions;

    private boolean active;
    private ServiceRegistration<GogoCommands> gogo;
    private KarafCommands karaf;

    /** @param context our bundle */
    @Activate
    public ShellComponent(BundleContext context) {
        this.context = context;
    }

    @Activate
    synchronized void start() {
        active = true;
        register();
    }

    @Deactivate
    synchronized void stop() {
        active = false;
        unregister();
    }

    // the reference and not the service: a parameter of a class that only Karaf has would keep all others from loading
    // this one
    @Reference(
            service = SessionFactory.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    synchronized void setSessions(ServiceReference<?> reference) {
        unregister();
        sessions = reference;
        register();
    }

    synchronized void unsetSessions(ServiceReference<?> reference) {
        if (reference.equals(sessions)) {
            unregister();
            sessions = null;
            register();
        }
    }

    private void register() {
        if (!active) {
            return;
        }
        Object factory = sessions == null ? null : context.getService(sessions);
        if (factory != null) {
            karaf = KarafCommands.register(factory, operator);
        } else {
            gogo = context.registerService(
                    GogoCommands.class,
                    new GogoCommands(operator),
                    FrameworkUtil.asDictionary(Map.of(
                            CommandProcessor.COMMAND_SCOPE,
                            Command.SCOPE,
                            CommandProcessor.COMMAND_FUNCTION,
                            Arrays.stream(Command.values())
                                    .map(Command::function)
                                    .toArray(String[]::new))));
        }
    }

    private void unregister() {
        if (karaf != null) {
            karaf.close();
            karaf = null;
            context.ungetService(sessions);
        }
        if (gogo != null) {
            gogo.unregister();
            gogo = null;
        }
    }
}
