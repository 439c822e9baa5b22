/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSpellingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "example.com.",
                "EXAMPLE.com",
                "a",
                "localhost",
                "x-1.example",
                "xn--bcher-kva.example",
                "1password.com",
                "a_b.example",
                "my_HTTP_endpoint",
                "0xcafe.example",
                "127.0.0.1.nip.example",
                "10.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[2001:db8::A]"
            })
    void objection_canonical_none(String host) {
        assertThat(HostSpelling.objection(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "127.0.1",
                "0",
                "2130706433",
                "0177.0.0.1",
                "127.000.000.001",
                "0x7f000001",
                "0x7f.0.0.1",
                "127.0.0.0x1",
                "127.0.0.1.",
                "256.1.1.1",
                "1.2.3.4.5",
                "example.123",
                "example.0x7f",
                "example.0x",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "-a.example",
                "a-.example",
                "a..example",
                ".example",
                "ex\u00e4mple.com",
                "\uff11\uff12\uff17.0.0.1",
                "127\u30020\u30020\u30021",
                "a b",
                "a%00b",
                "a\\b",
                ""
            })
    void objection_otherSpelling_refused(String host) {
        assertThat(HostSpelling.objection(host)).isPresent();
    }

    @Test
    void literal_address_withoutNameService() throws Exception {
        assertThat(HostSpelling.literal("[::ffff:10.0.0.1]")).contains(InetAddress.getByName("10.0.0.1"));
        assertThat(HostSpelling.literal("192.0.2.1")).contains(InetAddress.getByName("192.0.2.1"));
        assertThat(HostSpelling.literal("example.com")).isEmpty();
        assertThat(HostSpelling.literal("[::1::2]")).isEmpty();
    }
}
