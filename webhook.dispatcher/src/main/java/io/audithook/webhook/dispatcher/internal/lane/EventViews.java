/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.webhook.api.Entry;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Stored events as filters and formats see them. A fresh event reaches the lanes of all endpoints at about the same time, so
 * those whose filters look into it share one view, and its text is read once. Safe for use by many threads.
 */
public final class EventViews {

    private static final int SLOTS = 1 << 10;

    private final AuditEventJson json;

    /** By position. Weak, since a view may be many times as large as its text, and can be made again. */
    private final AtomicReferenceArray<WeakReference<View>> shared = new AtomicReferenceArray<>(SLOTS);

    /** @param json reads the members */
    public EventViews(AuditEventJson json) {
        this.json = Objects.requireNonNull(json, "json");
    }

    /** For one that may never look at the members. */
    AuditEvent own(Entry entry) {
        return json.stored(entry.json());
    }

    /** The same for all who hold the same bytes, if they ask soon enough after each other. */
    AuditEvent shared(Entry entry) {
        int slot = (int) (entry.position() & (SLOTS - 1));
        WeakReference<View> reference = shared.get(slot);
        View view = reference == null ? null : reference.get();
        if (view == null || view.json != entry.json()) {
            view = new View(entry.json(), own(entry));
            shared.set(slot, new WeakReference<>(view));
        }
        return view.event;
    }

    /** The text of an event of ours, or of what a filter has put in the place of one, checked. */
    public AuditEventJson.Encoded encode(AuditEvent event) {
        return json.encode(event);
    }

    /**
     * What was made of a text.
     *
     * @param json told from others by being the same array, so that no text is taken for another one of its position
     */
    @SuppressWarnings("ArrayRecordComponent") // an identity
    private record View(byte[] json, AuditEvent event) {}
}
