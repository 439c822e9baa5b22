/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

/** PIDs of configurations of which there may be many, each with a name. */
public final class NamedPids {

    private static final String PID = "service.pid";

    private NamedPids() {}

    /**
     * Notes that a configuration of Config Admin has no name behind its PID. Without a factory there may be only one of it, and Felix SCR
     * passes by all others while it reads that one.
     *
     * @return whether it is so
     */
    public static boolean refuse(Settings values, String factory) {
        boolean isNameless = values.pid().equals(factory) && values.has(PID);
        if (isNameless) {
            values.problem("", rule(factory));
        }
        return isNameless;
    }

    /** What is wrong with one that has no name, and how it has to be called, for people. */
    public static String rule(String factory) {
        return "cannot be used, since it has no name; its PID has to be " + factory + "~NAME, its file " + factory
                + "-NAME.cfg";
    }
}
