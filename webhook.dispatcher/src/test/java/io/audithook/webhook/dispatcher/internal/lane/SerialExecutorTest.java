/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final SerialExecutor serial = new SerialExecutor(Runnable::run);
    private final List<String> done = new ArrayList<>();

    @Test
    void task_thatFails_keepsNoOtherBack() {
        serial.execute(() -> {
            serial.execute(() -> done.add("second"));
            throw new StackOverflowError("first");
        });
        serial.executeLater(() -> {
            throw new IllegalStateException("third");
        });
        serial.executeLater(() -> done.add("fourth"));
        assertThat(done).containsExactly("second", "fourth");
    }
}
