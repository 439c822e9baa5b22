/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * S1, generated: a host that somebody may read as an IPv4 address is refused by its spelling, or is the very address for
 * Java, which the address policy then judges. Prints nothing unless it fails; then with the seed.
 */
class GeneratedSpellingsTest {

    private static final int ROUNDS = 50_000;

    private final long seed = new SplittableRandom().nextLong(1_000_000);
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void spelling_ofAnIpv4Address_isRefusedOrReadAlike() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long address = random.nextLong(1L << 32);
            String host = disguised(ipv4(address));
            if (HostSpelling.objection(host).isEmpty()) {
                assertThat(HostSpelling.literal(host))
                        .as("seed %d: %s is a spelling of %s", seed, host, decimal(address))
                        .contains(InetAddress.getByName(decimal(address)));
            }
        }
    }

    @Test
    void spelling_ofAnIpv6AddressWithIpv4InIt_isReadByItsBits() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            long address = random.nextLong(1L << 32);
            String tail = random.nextBoolean()
                    ? decimal(address)
                    : Long.toHexString(address >> 16) + ":" + Long.toHexString(address & 0xffff);
            int form = random.nextInt(3);
            String host = "[" + List.of("::", "::ffff:", "64:ff9b::").get(form) + tail + "]";
            if (random.nextBoolean()) {
                host = host.toUpperCase(Locale.ROOT);
            }
            assertThat(HostSpelling.objection(host))
                    .as("seed %d: %s", seed, host)
                    .isEmpty();
            Optional<InetAddress> read = HostSpelling.literal(host);
            assertThat(read).as("seed %d: %s", seed, host).isPresent();
            byte[] bytes = read.get().getAddress();
            // Java makes IPv4 of the mapped form only
            assertThat(bytes).as("seed %d: %s", seed, host).hasSize(form == 1 ? 4 : 16);
            assertThat(List.of(bytes[bytes.length - 4], bytes[bytes.length - 1]))
                    .as("seed %d: %s", seed, host)
                    .containsExactly((byte) (address >> 24), (byte) address);
        }
    }

    @Test
    void objection_ofAnyText_isNoException() {
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> "0123456789abcdefxX.:[]%-_".charAt(random.nextInt(25));
                            case 1 -> random.nextInt(0x80);
                            case 2 -> random.nextInt(0xff00, 0xffff);
                            default -> random.nextInt(Character.MAX_CODE_POINT + 1);
                        });
            }
            String host = text.toString();
            boolean accepted = HostSpelling.objection(host).isEmpty();
            if (accepted) {
                assertThat(host).as("seed %d", seed).matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");
            }
        }
    }

    /** By the rules of inet_aton: one to four numbers, the last one takes what is left. */
    private String ipv4(long address) {
        int count = random.nextInt(1, 5);
        List<String> parts = new ArrayList<>();
        long left = address;
        for (int i = 0; i < count - 1; i++) {
            int shift = 24 - 8 * i;
            parts.add(number(left >> shift));
            left &= (1L << shift) - 1;
        }
        parts.add(number(left));
        return String.join(".", parts);
    }

    private String number(long value) {
        return switch (random.nextInt(6)) {
            case 0 -> "0" + Long.toOctalString(value);
            case 1 -> "0x" + Long.toHexString(value);
            case 2 -> "0X" + "0".repeat(random.nextInt(4)) + Long.toHexString(value);
            case 3 -> "0".repeat(random.nextInt(1, 4)) + value;
            default -> Long.toString(value);
        };
    }

    /** What browsers and name services take for the same characters. */
    private String disguised(String host) {
        return switch (random.nextInt(6)) {
            case 0 -> host + ".";
            case 1 -> host.replace('.', '\u3002');
            case 2 ->
                host.chars()
                        .mapToObj(c ->
                                c >= '0' && c <= '9' ? Character.toString(c - '0' + 0xff10) : Character.toString(c))
                        .reduce("", String::concat);
            case 3 -> {
                int at = random.nextInt(host.length());
                yield host.substring(0, at) + "%" + Integer.toHexString(host.charAt(at)) + host.substring(at + 1);
            }
            default -> host;
        };
    }

    private static String decimal(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
