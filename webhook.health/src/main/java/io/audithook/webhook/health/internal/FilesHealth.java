/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.ConfigurationFile;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;

/** Whether files with configurations are in force. */
final class FilesHealth {

    private FilesHealth() {}

    static ResultLog of(Collection<ConfigurationFile> files) {
        ResultLog log = new ResultLog();
        if (files.isEmpty()) {
            log.add(Lines.entry(Status.OK, "configuration files: none is watched"));
        }
        files.forEach(file -> log.add(Lines.entry(status(file), line(file))));
        return log;
    }

    private static Status status(ConfigurationFile file) {
        return switch (file.state()) {
            // what somebody has asked for is not done, and will not be until somebody looks
            case KEPT -> Status.CRITICAL;
            case UNREAD -> Status.TEMPORARILY_UNAVAILABLE;
            case MISSING -> Status.WARN;
            case APPLIED -> file.warnings().isEmpty() ? Status.OK : Status.WARN;
        };
    }

    private static String line(ConfigurationFile file) {
        StringBuilder line = new StringBuilder(
                file.name() + ": " + file.state() + " since " + file.since().truncatedTo(ChronoUnit.SECONDS));
        if (file.state() == ConfigurationFile.State.KEPT) {
            line.append(", what came from it before stays in force");
        }
        file.problems().forEach(problem -> line.append("; ").append(problem));
        file.warnings().forEach(warning -> line.append("; ").append(warning));
        return line.toString();
    }
}
