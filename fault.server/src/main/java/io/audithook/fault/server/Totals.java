/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

/**
 * Counts since the server was started; they go on when nothing more is kept.
 *
 * @param connectionsOpened connections that were accepted
 * @param connectionsOpen connections that have not ended
 * @param requestHeads requests whose headers were seen
 * @param requests requests that were seen as a whole
 * @param bytesReceived bytes from clients, with TLS those inside it
 * @param bytesSent bytes to clients, with TLS those inside it
 */
public record Totals(
        long connectionsOpened,
        long connectionsOpen,
        long requestHeads,
        long requests,
        long bytesReceived,
        long bytesSent) {}
