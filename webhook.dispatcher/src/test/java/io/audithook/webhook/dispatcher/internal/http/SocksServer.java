/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS proxy of versions 4, 4A and 5 that connects to one port of this host, whatever it is asked for. */
final class SocksServer implements AutoCloseable {

    /** What was asked for: version, host, and user if one was told. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int target;
    private final String password;
    private final boolean refusing;

    /**
     * @param target the port it connects to
     * @param password what version 5 wants to hear; empty to let everybody in
     * @param refusing whether it refuses to connect
     */
    SocksServer(int target, String password, boolean refusing) throws IOException {
        this.target = target;
        this.password = password;
        this.refusing = refusing;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        if (in.readByte() == 4 ? four(in, out) : five(in, out)) {
            Socket receiver = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(receiver);
            start(() -> receiver.getInputStream().transferTo(client.getOutputStream()));
            in.transferTo(receiver.getOutputStream());
        }
        client.close();
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

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // somebody closed: that is how it ends
                    }
                },
                "socks");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Task {
        void run() throws IOException;
    }
}
