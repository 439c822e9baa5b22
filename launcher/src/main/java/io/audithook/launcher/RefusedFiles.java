/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The HOCON files that are not in force, as their MBeans tell: the launcher shares no classes with the bundles. */
final class RefusedFiles {

    private static final String FILES = "io.audithook:type=hocon,*";

    private RefusedFiles() {}

    /** What is wrong with each, for people. */
    static List<String> lines() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> lines = new ArrayList<>();
        try {
            for (ObjectName file : server.queryNames(new ObjectName(FILES), null)) {
                if (server.getAttribute(file, "State").equals("KEPT")) {
                    for (String problem : (String[]) server.getAttribute(file, "Problems")) {
                        lines.add("not in force: " + problem);
                    }
                }
            }
        } catch (JMException e) {
            // one has gone meanwhile
            lines.clear();
        }
        return lines;
    }
}
