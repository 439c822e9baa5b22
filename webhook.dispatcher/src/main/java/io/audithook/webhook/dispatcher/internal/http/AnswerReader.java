/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Gets an answer as it comes, whatever its status. Must not block or throw. */
@FunctionalInterface
public interface AnswerReader {

    /**
     * A piece of the body; beyond a limit there are no more.
     *
     * @param piece not to be kept
     */
    void body(ByteBuffer piece);

    /**
     * The head is complete. Comes again if the request has to be repeated: then the answer before does not count.
     *
     * @param header the value of a header, null if there is none; not to be kept
     */
    default void head(UnaryOperator<String> header) {}
}
