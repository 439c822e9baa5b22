/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policy by lists of address blocks, from the special-purpose registries of IANA (RFC 6890) and the addresses at which
 * clouds answer their own machines.
 */
final class AddressRules implements AddressPolicy {

    /** A rule that is not read must not be taken for one that holds. */
    private static final Form FORM =
            Form.of(AddressConfig.class).strict().neverBare().single();

    /** Nobody has a webhook here, and whoever names it wants something else; no setting opens these. */
    private static final List<Block> NEVER = blocks(
            "169.254.0.0/16", "a link-local address, where clouds keep credentials",
            "fe80::/10", "a link-local address",
            "fd00:ec2::254", "the metadata service of a cloud",
            "fd20:ce::254", "the metadata service of a cloud",
            "100.100.100.200", "the metadata service of a cloud",
            "192.0.0.192", "the metadata service of a cloud",
            "168.63.129.16", "a service of a cloud for its own machines",
            "0.0.0.0/8", "no address of a host",
            "::/128", "no address of a host",
            "224.0.0.0/4", "a multicast address",
            "ff00::/8", "a multicast address",
            "240.0.0.0/4", "a reserved address");

    /** IPv6 addresses that lead to an IPv4 address which no list would see. */
    private static final List<Block> EMBEDDED = blocks(
            "::/8", "an IPv6 address with an IPv4 address in it",
            "64:ff9b::/32", "an IPv6 address with an IPv4 address in it",
            "2001::/32", "a Teredo address",
            "2002::/16", "a 6to4 address");

    private static final List<Block> LOOPBACK =
            blocks("127.0.0.0/8", "an address of this host", "::1", "an address of this host");

    private static final List<Block> SPECIAL = blocks(
            "192.0.0.0/24", "an address for protocols",
            "192.0.2.0/24", "an address for documentation",
            "192.88.99.0/24", "a relay of 6to4",
            "198.18.0.0/15", "an address for benchmarks",
            "198.51.100.0/24", "an address for documentation",
            "203.0.113.0/24", "an address for documentation",
            "100::/64", "an address that discards",
            "2001:db8::/32", "an address for documentation",
            "3fff::/20", "an address for documentation",
            "5f00::/16", "an address for segment routing",
            "fec0::/10", "a site-local address");

    private static final List<Block> PRIVATE = blocks(
            "10.0.0.0/8", "a private address",
            "172.16.0.0/12", "a private address",
            "192.168.0.0/16", "a private address",
            "100.64.0.0/10", "an address behind a provider's NAT",
            "fc00::/7", "a private address");

    /** NAT64 with the well-known prefix, RFC 6052: networks without IPv4 name every IPv4 host like that. */
    private static final IpRange NAT64 = range("64:ff9b::/96");

    private static final int IPV4_BYTES = 4;

    private final Profile profile;
    private final List<IpRange> allowed;
    private final List<Block> forbidden;

    AddressRules(Profile profile, List<IpRange> allowed) {
        this.profile = profile;
        this.allowed = List.copyOf(allowed);
        this.forbidden = Stream.of(LOOPBACK, SPECIAL, profile == Profile.INTRANET ? List.<Block>of() : PRIVATE)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static AddressRules from(Settings values) {
        values.checkKeys(FORM);
        Profile profile = values.constant("profile", Profile.INTRANET);
        List<IpRange> allowed = values.values(
                "allowed",
                text -> IpRange.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "must be an IP address or a CIDR block, such as 127.0.0.0/8")));
        allowed.forEach(range -> NEVER.stream()
                .filter(block -> range.isWithin(block.range))
                .forEach(block ->
                        values.warn("allowed has " + range + ", which is " + block.what + ": no setting allows it")));
        return values.complete(() -> new AddressRules(profile, allowed));
    }

    @Override
    public Optional<String> objection(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (NAT64.contains(bytes)) {
            bytes = Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length);
        }
        Optional<String> never = find(NEVER, bytes);
        if (never.isPresent()) {
            return Optional.of(address.getHostAddress() + " is " + never.get() + ": no setting allows it");
        }
        if (find(LOOPBACK, bytes).isEmpty() && find(EMBEDDED, bytes).isPresent()) {
            return Optional.of(address.getHostAddress() + " is "
                    + find(EMBEDDED, bytes).get() + ": no setting allows it; use the IPv4 address itself");
        }
        byte[] plain = bytes;
        if (allowed.stream().anyMatch(range -> range.contains(plain))) {
            return Optional.empty();
        }
        return find(forbidden, bytes)
                .map(what -> text(plain) + " is " + what + ", which profile=" + profile.text()
                        + " forbids; to allow it, set allowed=" + text(plain) + " in " + AddressConfig.PID);
    }

    @Override
    public boolean refusesMixedAnswers() {
        return profile == Profile.PUBLIC_ONLY;
    }

    private static Optional<String> find(List<Block> blocks, byte[] address) {
        return blocks.stream()
                .filter(block -> block.range.contains(address))
                .map(block -> block.what)
                .findFirst();
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address of 4 or 16 bytes", e);
        }
    }

    private static List<Block> blocks(String... rangesAndWhat) {
        Block[] blocks = new Block[rangesAndWhat.length / 2];
        Arrays.setAll(blocks, i -> new Block(range(rangesAndWhat[2 * i]), rangesAndWhat[2 * i + 1]));
        return List.of(blocks);
    }

    private static IpRange range(String text) {
        return IpRange.parse(text).orElseThrow(() -> new IllegalStateException(text));
    }

    private record Block(IpRange range, String what) {}

    /** Which addresses may be connected to without further settings. */
    enum Profile {
        /** Those of the internet and of private networks. */
        INTRANET,
        /** Those of the internet alone. */
        PUBLIC_ONLY;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
