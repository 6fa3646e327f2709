package sunstone.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP on to a port of this machine; while it is held, everything waits, as if the other end were hung. */
final class Wire implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Object gate = new Object();
    private boolean held;

    Wire(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Pieces that a browser has sent so far, about one a request. */
    int requests() {
        return requests.get();
    }

    void hold(boolean on) {
        synchronized (gate) {
            held = on;
            gate.notifyAll();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket agent = new Socket(InetAddress.getByName("127.0.0.1"), target);
                open.add(client);
                open.add(agent);
                thread(() -> pump(client, agent, true));
                thread(() -> pump(agent, client, false));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pump(Socket from, Socket to, boolean up) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (up) {
                    requests.incrementAndGet();
                }
                synchronized (gate) {
                    while (held) {
                        gate.wait();
                    }
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            return; // cut, or the other end has gone: both ends go
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void thread(Runnable work) {
        Thread t = new Thread(work, "wire");
        t.setDaemon(true);
        t.start();
    }

    @Override
    public void close() {
        hold(false);
        try {
            server.close();
            for (Socket s : open) {
                s.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
