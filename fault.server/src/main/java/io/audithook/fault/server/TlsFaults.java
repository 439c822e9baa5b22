/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a server can do wrong in TLS. The client is to trust {@link Certificates#shared()}. */
public final class TlsFaults {

    /** Enough of a ServerHello for the client to want more, in any version. */
    private static final int IN_THE_MIDDLE = 60;

    private TlsFaults() {}

    /** All. Certificates are made anew at each call. */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        Certificates.NAMES.stream()
                .filter(name -> !name.equals("valid"))
                .forEach(name -> all.add(new Fault("tls-" + name, certificate(name))));
        all.addAll(List.of(
                new Fault("tls-hang", Script.accept().readAny().hang()),
                new Fault("tls-hang-in-handshake", Script.accept().tls(cut()).hang()),
                new Fault("tls-reset-in-handshake", Script.accept().tls(cut()).reset()),
                new Fault("tls-close-in-handshake", Script.accept().tls(cut()).close()),
                new Fault("tls-reset-at-hello", Script.accept().readAny().reset()),
                new Fault("tls-close-at-hello", Script.accept().readAny().close()),
                new Fault(
                        "tls-garbage",
                        Script.accept().readAny().write("220 SMTP ready\r\n").hang()),
                new Fault(
                        "tls-plain-http",
                        Script.accept()
                                .readAny()
                                .write("HTTP/1.1 400 Plain\r\nContent-Length: 0\r\n\r\n")
                                .close()),
                new Fault("tls-old-protocol", oldProtocol()),
                new Fault("tls-protocol-alert", alert(70)),
                new Fault("tls-no-common-cipher", alert(40)),
                new Fault("tls-client-certificate-tls12", clientCertificate("TLSv1.2")),
                new Fault("tls-client-certificate-tls13", clientCertificate("TLSv1.3")),
                new Fault("tls-h2-only", h2Only()),
                new Fault("tls-no-close-notify", noCloseNotify())));
        return List.copyOf(all);
    }

    /**
     * Answers well, to whoever accepts the certificate.
     *
     * @param identity one of {@link Certificates#NAMES}
     */
    public static Script certificate(String identity) {
        return Answers.ok().over(Tls.named(identity));
    }

    /** Wants a certificate of {@link Certificates#shared()}; with TLS 1.3, the client learns that when it reads. */
    public static Script clientCertificate(String protocol) {
        return Answers.ok().over(Tls.valid().protocols(protocol).needClientCertificate());
    }

    /** Speaks HTTP/2 only, also to clients that do not offer it by ALPN. */
    public static Script h2Only() {
        return Script.accept()
                .tls(Tls.valid().alpn("h2"))
                // SETTINGS, and once the client has written, GOAWAY with PROTOCOL_ERROR
                .write(hex("000000040000000000"))
                .readAny()
                .write(hex("0000080700000000000000000000000001"))
                .close();
    }

    /** Answers with a ServerHello of TLS 1.1, as a server does that knows nothing newer. */
    public static Script oldProtocol() {
        return Script.accept()
                .readAny()
                .write(hex("160302002a" + "02000026" + "0302" + "11".repeat(32) + "00" + "c013" + "00"))
                .hang();
    }

    /** Answers the ClientHello with a fatal alert. */
    public static Script alert(int description) {
        return Script.accept()
                .readAny()
                .write(hex("1503030002" + "02" + HexFormat.of().toHexDigits((byte) description)))
                .close();
    }

    /** Breaks off in the middle of a body without close_notify. */
    public static Script noCloseNotify() {
        return Script.accept()
                .tls(Tls.valid())
                .readRequest()
                .write("HTTP/1.1 200 OK\r\n\r\nhalf")
                .drop();
    }

    private static Tls cut() {
        return Tls.valid().cut(IN_THE_MIDDLE);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
