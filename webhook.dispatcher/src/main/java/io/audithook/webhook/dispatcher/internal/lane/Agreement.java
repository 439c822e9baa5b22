/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a receiver that has to agree whether it may be delivered to, when it is time, and keeps the answer. Belongs to a
 * {@link Courier}, inside whose serial executor it is used.
 */
final class Agreement {

    private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

    private final String endpoint;
    private final Courier courier;
    private final Pacing pacing;
    private final Reasons reasons = new Reasons();

    /** That of the receiver of the target. */
    private Consent consent = new Consent();

    /** Why there is none, for any thread to see; empty if none is missing. */
    private volatile String withheld = "";

    Agreement(String endpoint, Courier courier, Pacing pacing) {
        this.endpoint = endpoint;
        this.courier = courier;
        this.pacing = pacing;
    }

    /** Why the receiver is not delivered to, if it must agree and does not; empty otherwise. May be called by any thread. */
    String withheld() {
        return withheld;
    }

    /** Another receiver may be another's. */
    void retargeted(Target target) {
        consent = new Consent();
        withheld = "";
        if (target.settings().handshake().isEmpty()) {
            pacing.allowed(0, courier.nanoTime());
        }
    }

    /** It may be asked again at once. */
    void hurry() {
        consent.hurry();
    }

    /** Whether the receiver agrees, where it is to be asked; asks it when it is time. */
    boolean isGiven(Target target) {
        Optional<Handshake> handshake = target.settings().handshake();
        long now = courier.nanoTime();
        if (handshake.isEmpty() || consent.isGiven(now)) {
            return true;
        }
        long wait = consent.waitNanos(now);
        if (wait == 0) {
            ask(target, handshake.get());
        } else if (wait > 0) {
            courier.wakeIn(wait);
        }
        return false;
    }

    private void ask(Target by, Handshake handshake) {
        Consent asked = consent;
        HandshakeAnswer answer = new HandshakeAnswer(handshake);
        asked.asking();
        courier.busy(1);
        long began = courier.nanoTime();
        by.transport()
                .send(
                        by.request(handshake, answer),
                        outcome -> courier.serially(() -> {
                            courier.busy(-1);
                            if (asked == consent) {
                                answered(by, handshake, answer, began, answer.outcome(outcome));
                            }
                        }));
    }

    private void answered(Target by, Handshake handshake, HandshakeAnswer answer, long began, Outcome outcome) {
        long now = courier.nanoTime();
        if (outcome.delivered()) {
            consent.given(handshake.validity(), now);
            pacing.allowed(answer.perMinute(), now);
            if (!withheld.isEmpty()) {
                withheld = "";
                LOG.info("endpoint={} gives its consent to deliver", endpoint);
            }
            return;
        }
        consent.withheld(outcome, by.settings().probes(), Courier::chance, now);
        if (withheld.isEmpty()) {
            reasons.begin(outcome.kind(), now);
            LOG.error("endpoint={} gives no consent to deliver, its events wait: {}", endpoint, outcome);
        } else if (reasons.change(outcome.kind(), began, now)) {
            LOG.warn("endpoint={} still gives no consent to deliver, now for another reason: {}", endpoint, outcome);
        }
        withheld = outcome.toString();
    }
}
