/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.util.Map;
import org.osgi.framework.Constants;

/** The name of an endpoint: what stands after {@code ~} (or the dot of an unnamed one) in the PID. */
final class EndpointName {

    private EndpointName() {}

    static String of(Map<String, Object> configuration) {
        return of(String.valueOf(configuration.get(Constants.SERVICE_PID)));
    }

    /** Whether it has none: it is no endpoint then, since there could be only one. */
    static boolean isMissing(Map<String, Object> configuration) {
        return EndpointConfig.PID.equals(configuration.get(Constants.SERVICE_PID));
    }

    static String of(String pid) {
        return pid.startsWith(EndpointConfig.PID) && pid.length() > EndpointConfig.PID.length() + 1
                ? pid.substring(EndpointConfig.PID.length() + 1)
                : pid;
    }
}
