/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** PIDs of configurations of which there may be many, each with a name. */
public final class NamedPids {

    private static final String PID = "service.pid";

    private static final Pattern SIGNS = Pattern.compile("[()*\\\\\\p{Cntrl}]");

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

    /**
     * Notes that a name has signs in it that Felix SCR puts into an LDAP filter as they are: it sees the configuration at a start, and
     * none of its changes.
     *
     * @return whether it is so
     */
    public static boolean refuseSigns(Settings values) {
        Optional<String> rule = ruleOfSigns(values.pid());
        rule.ifPresent(text -> values.problem("", text));
        return rule.isPresent();
    }

    /** What is wrong with the signs in the name of a PID, for people; empty if nothing is. */
    public static Optional<String> ruleOfSigns(String pid) {
        return SIGNS.matcher(pid.substring(pid.indexOf('~') + 1)).find()
                ? Optional.of(
                        "has a name with one of ( ) * \\ or a control character in it, and its changes would not be seen; give it"
                                + " another name")
                : Optional.empty();
    }

    /** What is wrong with one that has no name, and how it has to be called, for people. */
    public static String rule(String factory) {
        return "cannot be used, since it has no name; its PID has to be " + factory + "~NAME, its file " + factory
                + "-NAME.cfg";
    }
}
