/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.EventFilter;
import io.audithook.webhook.settings.Form;

/** The keys of a declarative filter. */
final class FilterKeys {

    static final String NAME = EventFilter.NAME;
    static final String SCOPE = EventFilter.SCOPE;
    static final String EXPRESSION = "expression";
    static final String ACTION = "action";
    static final String REMOVE = "redact.remove";
    static final String REPLACE = "redact.replace";
    static final String WITH = "redact.with";

    static final Form FORM = Form.of(FilterConfig.class).strict();

    private FilterKeys() {}
}
