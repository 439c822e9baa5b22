/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The management view of all endpoints. Safe for use by many threads; reads memory only. */
@ProviderType
public interface Endpoints {

    /** Every endpoint that is configured, by name. */
    List<EndpointStatus> list();
}
