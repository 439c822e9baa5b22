/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who keeps Config Admin in step with files: a service, for those who show whether the files are in force. Safe for use by many
 * threads.
 */
@ConsumerType
public interface ConfigurationSource {

    /** The files that are watched, by name. From memory. */
    List<ConfigurationFile> files();
}
