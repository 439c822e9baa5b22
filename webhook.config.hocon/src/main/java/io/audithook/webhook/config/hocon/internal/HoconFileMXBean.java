/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.List;

/** How a file is doing, for health checks and people: {@code io.audithook:type=hocon,file="..."}. */
public interface HoconFileMXBean {

    /**
     * In one word.
     *
     * @return {@code APPLIED}, {@code KEPT} (there is something wrong with the file, what came from it before stays in
     *     force), {@code MISSING} or {@code UNREAD}
     */
    String getState();

    /**
     * Since when it is in this state.
     *
     * @return a time as of ISO 8601
     */
    String getSince();

    /**
     * How many configurations the file asks for, as it was applied last.
     *
     * @return endpoints and profiles, filters, and the address policy
     */
    int getConfigurations();

    /**
     * What keeps the file from being applied.
     *
     * @return each with file, line and path; without secrets
     */
    List<String> getProblems();

    /**
     * What has no effect, or another than its author may think.
     *
     * @return each with file, line and path
     */
    List<String> getWarnings();

    /**
     * What is left out, since someone else has made a configuration of this name.
     *
     * @return a sentence for each
     */
    List<String> getConflicts();

    /**
     * What is wrong with values, as those say who read the configurations made of them.
     *
     * @return each with file, line, PID and key, without secrets; the first hundred
     */
    List<String> getFindings();
}
