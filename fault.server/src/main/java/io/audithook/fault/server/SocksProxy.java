/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import io.audithook.fault.server.internal.Relay;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS proxy of versions 4, 4A and 5 without faults, which connects to one port of this host, whatever it is asked for. */
public final class SocksProxy implements AutoCloseable {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Relay relay;
    private final String password;
    private final boolean refusing;

    /**
     * Begins to listen.
     *
     * @param target the port it connects to
     * @param password what version 5 wants to hear; empty to let everybody in
     * @param refusing whether it refuses to connect
     */
    public SocksProxy(int target, String password, boolean refusing) throws IOException {
        this.password = password;
        this.refusing = refusing;
        this.relay = new Relay("socks-proxy", target, this::agree);
    }

    /** Where it listens. */
    public int port() {
        return relay.port();
    }

    /** What was asked for, in the order it came: version, host, and user if one was told, with blanks between them. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Listens no more, and ends all connections. */
    @Override
    public void close() throws IOException {
        relay.close();
    }

    private boolean agree(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        return in.readByte() == 4 ? four(in, out) : five(in, out);
    }

    private boolean four(DataInputStream in, DataOutputStream out) throws IOException {
        in.readByte();
        in.readUnsignedShort();
        byte[] address = new byte[4];
        in.readFully(address);
        text(in);
        boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0;
        asked.add("4 " + (named ? text(in) : InetAddress.getByAddress(address).getHostAddress()));
        out.write(new byte[] {0, (byte) (refusing ? 91 : 90), 0, 0, 0, 0, 0, 0});
        return !refusing;
    }

    private boolean five(DataInputStream in, DataOutputStream out) throws IOException {
        List<Byte> methods = new ArrayList<>();
        int count = in.readByte();
        for (int i = 0; i < count; i++) {
            methods.add(in.readByte());
        }
        byte wanted = (byte) (password.isEmpty() ? 0 : 2);
        out.write(new byte[] {5, methods.contains(wanted) ? wanted : (byte) 0xff});
        if (!methods.contains(wanted)) {
            return false;
        }
        String user = "";
        if (wanted == 2) {
            in.readByte();
            user = " " + counted(in);
            boolean right = counted(in).equals(password);
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return false;
            }
        }
        in.readByte();
        in.readByte();
        in.readByte();
        byte type = in.readByte();
        String host;
        if (type == 3) {
            host = counted(in);
        } else {
            byte[] address = new byte[type == 1 ? 4 : 16];
            in.readFully(address);
            host = InetAddress.getByAddress(address).getHostAddress();
        }
        in.readUnsignedShort();
        asked.add("5 " + host + user);
        out.write(new byte[] {5, (byte) (refusing ? 2 : 0), 0, 1, 127, 0, 0, 1, 0, 1});
        return !refusing;
    }

    private static String text(DataInputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c > 0; c = in.read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    private static String counted(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
