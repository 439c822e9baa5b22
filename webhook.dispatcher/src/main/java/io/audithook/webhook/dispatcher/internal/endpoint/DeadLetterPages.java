/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Selection;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the dead letters of an endpoint, page by page, so that no more than one page is in memory. */
final class DeadLetterPages {

    private static final int PAGE = 100;

    private DeadLetterPages() {}

    /**
     * Shows them, the newest first.
     *
     * @param enough after so many no other page is read
     * @return how many were shown
     */
    static int visit(Outbox outbox, String endpoint, Selection selection, int enough, Consumer<DeadLetter> visitor) {
        int count = 0;
        long before = Long.MAX_VALUE;
        while (count < enough) {
            List<DeadLetter> page = outbox.deadLetters(endpoint, selection, before, PAGE);
            if (page.isEmpty()) {
                break;
            }
            page.forEach(visitor);
            count += page.size();
            before = page.get(page.size() - 1).entry().position();
        }
        return count;
    }
}
