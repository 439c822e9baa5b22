/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How the endpoints are doing, and what an operator may do with them: what shells, consoles, health checks and metrics
 * share. Everything is answered from memory but what says otherwise. Safe for use by many threads.
 */
@ProviderType
public interface Endpoints {

    /**
     * Every endpoint that is configured, or was and is kept, by name. When the oldest of what is pending was accepted may have to
     * be read from disk.
     */
    List<EndpointStatus> list();

    /**
     * As {@link #list}, but from memory: without when the oldest of what is pending was accepted. For those who must not wait
     * for a disk that does not answer.
     */
    List<EndpointStatus> glance();

    /**
     * The latest attempts of an endpoint, the latest first. How many are remembered is bounded.
     *
     * @param max the most to give
     * @return empty too if there is no such endpoint
     */
    List<Attempt> attempts(String endpoint, int max);

    /**
     * The deliveries of an endpoint that have failed and will be tried again, by their order in the outbox.
     *
     * @param max the most to give
     * @return empty too if there is no such endpoint
     */
    List<OpenDelivery> open(String endpoint, int max);

    /**
     * The public keys with which receivers check an endpoint's signatures of version {@code v1a} (Ed25519), as
     * {@code whpk_BASE64}, the newest first.
     *
     * @return empty too if there is no such endpoint, or its configuration breaks a rule
     */
    List<String> publicKeys(String endpoint);

    /**
     * Dead letters of an endpoint, newest first; read from disk.
     *
     * @param before gives those before this position; {@link Long#MAX_VALUE} to begin
     * @param max the most to give
     * @return empty too if there is no such endpoint
     */
    List<DeadLetter> deadLetters(String endpoint, Selection selection, long before, int max);

    /** The replays that have not ended, of all endpoints. */
    List<Replay> replays();

    /**
     * What an operator may do.
     *
     * @param operator who it is, for the audit trail: a user's name, or that of the tool if it knows none
     */
    EndpointActions as(String operator);
}
