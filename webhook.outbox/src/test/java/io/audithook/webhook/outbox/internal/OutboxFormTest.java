/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OutboxFormTest {

    @Test
    void form_showsWhatIsRead_andNothingElse() {
        Set<String> read = new TreeSet<>();
        Map<String, Object> recording = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object key) {
                read.add((String) key);
                return super.get(key);
            }
        };
        assertThat(new OutboxValidator().validate(OutboxConfig.PID, recording)).isEmpty();
        read.removeAll(Set.of("service.pid", Settings.BASE_DIR));
        assertThat(read).isEqualTo(OutboxSettings.FORM.keys());
    }
}
