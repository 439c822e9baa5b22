/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private static final AddressRules INTRANET = rules(Map.of());
    private static final AddressRules PUBLIC = rules(Map.of("profile", "public-only"));
    private static final AddressRules OPEN = rules(Map.of("allowed", "0.0.0.0/0, ::/0"));

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.215.14", "1.1.1.1", "2606:2800:220:1::1", "64:ff9b::101:101", "172.15.0.1", "172.32.0.1"
            })
    void objection_publicAddress_none(String address) {
        assertThat(objection(INTRANET, address)).isEmpty();
        assertThat(objection(PUBLIC, address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "fc00::1",
                "fdff::1",
                "64:ff9b::a00:1"
            })
    void objection_privateAddress_byProfile(String address) {
        assertThat(objection(INTRANET, address)).isEmpty();
        assertThat(objection(PUBLIC, address)).isPresent();
        assertThat(objection(OPEN, address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "100::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "fec0::1"
            })
    void objection_specialAddress_unlessAllowed(String address) {
        assertThat(objection(INTRANET, address)).isPresent();
        assertThat(objection(PUBLIC, address)).isPresent();
        assertThat(objection(OPEN, address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "ff02::1",
                "::127.0.0.1",
                "::169.254.169.254",
                "::5efe:7f00:1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2001:0:7f00:1::1",
                "64:ff9b:1::7f00:1",
                "64:ff9b:0:1::1"
            })
    void objection_neverAllowed_whateverIsSet(String address) {
        assertThat(objection(INTRANET, address)).isPresent();
        assertThat(objection(PUBLIC, address)).isPresent();
        assertThat(objection(OPEN, address))
                .hasValueSatisfying(text -> assertThat(text).contains("no setting allows it"));
    }

    @Test
    void objection_loopback_saysWhatToSet() {
        assertThat(objection(INTRANET, "127.0.0.1"))
                .contains("127.0.0.1 is an address of this host, which profile=intranet forbids; to allow it, set"
                        + " allowed=127.0.0.1 in io.audithook.address");
        AddressRules allowed = rules(Map.of("allowed", new String[] {"127.0.0.1"}));
        assertThat(objection(allowed, "127.0.0.1")).isEmpty();
        assertThat(objection(allowed, "127.0.0.2")).isPresent();
    }

    @Test
    void objection_anyIpv4BehindNat64_isThatOfTheIpv4Address() throws Exception {
        Random random = new Random(20261128);
        byte[] nat64 = InetAddress.getByName("64:ff9b::").getAddress();
        for (int i = 0; i < 100_000; i++) {
            byte[] plain = new byte[4];
            random.nextBytes(plain);
            System.arraycopy(plain, 0, nat64, 12, 4);
            assertThat(PUBLIC.objection(InetAddress.getByAddress(nat64)).isPresent())
                    .isEqualTo(PUBLIC.objection(InetAddress.getByAddress(plain)).isPresent());
        }
    }

    @Test
    void refusesMixedAnswers_inPublicOnly() {
        assertThat(INTRANET.refusesMixedAnswers()).isFalse();
        assertThat(PUBLIC.refusesMixedAnswers()).isTrue();
    }

    @Test
    void from_mistakes_areNamed() {
        assertThatThrownBy(() -> rules(Map.of("profile", "open")))
                .hasMessage("io.audithook.address: profile=\"open\" must be intranet or public-only");
        assertThatThrownBy(() -> rules(Map.of("allowed", "127.0.0.1, localhost")))
                .hasMessage("io.audithook.address: allowed=\"localhost\" must be an IP address or a CIDR block, such as"
                        + " 127.0.0.0/8");
        assertThatThrownBy(() -> rules(Map.of("alowed", "10.0.0.0/8")))
                .hasMessage("io.audithook.address: alowed is not known; did you mean allowed?");
    }

    private static AddressRules rules(Map<String, ?> configuration) {
        Map<String, Object> map = new HashMap<>(configuration);
        map.put("service.pid", AddressConfig.PID);
        return AddressRules.from(new Settings(AddressConfig.PID, map));
    }

    private static Optional<String> objection(AddressRules rules, String address) {
        try {
            return rules.objection(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
