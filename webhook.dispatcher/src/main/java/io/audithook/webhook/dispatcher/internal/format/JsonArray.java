/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import io.audithook.webhook.api.Payload;
import java.util.List;

/** Several JSON texts in one array, each as it is. */
final class JsonArray {

    private JsonArray() {}

    static byte[] of(List<Payload> payloads) {
        int length = 1;
        for (Payload payload : payloads) {
            length += payload.body().length + 1;
        }
        byte[] array = new byte[length];
        int at = 0;
        array[at++] = '[';
        for (Payload payload : payloads) {
            byte[] body = payload.body();
            System.arraycopy(body, 0, array, at, body.length);
            at += body.length;
            array[at++] = ',';
        }
        array[length - 1] = ']';
        return array;
    }
}
