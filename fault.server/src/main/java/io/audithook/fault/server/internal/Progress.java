/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** How far an action has come: done, or what it waits for. */
enum Progress {
    /** Go on with the next step. */
    DONE,
    /** There is more to do at once, but other connections come first. */
    YIELD,
    /** Call again when bytes or the end of input have come. */
    READ,
    /** Call again when the socket takes bytes. */
    WRITE,
    /** Call again when the timer has run out; early calls do no harm. */
    TIMER,
    /** Nothing more will happen but the client's end. */
    HANG,
    /** The client's input ended while the script wanted more of it. */
    PEER_GONE,
    /** The action has ended the connection. */
    ENDED,
    /** Choose a script again, for the next request on the connection. */
    NEXT
}
