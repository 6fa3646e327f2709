package sunstone.connectors.instrument.edax;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connection to EDAX's IPAPI: one command at a time, events sorted out. Not thread-safe.
 *
 * <p>Source: sandialabs/pytribeam, branch external_oem_support, which drives an instrument by it.
 */
final class IpapiClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IpapiClient.class);
    private static final int LARGEST = 4096, MOST_EVENTS = 1000;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** After so long a silence text without quotes is whole. */
    private static final int SILENCE_MS = 60;

    private final Socket socket;
    private final StringBuilder arrived = new StringBuilder();
    private final List<IpapiMessage> messages = new ArrayList<>();
    private final Deque<IpapiMessage> events = new ArrayDeque<>();

    /** The server has understood a command and does not do it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /**
     * Connects and unlocks.
     *
     * @param limit longest wait for the answer
     */
    IpapiClient(String host, int port, Duration limit) throws IOException {
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            socket.setSoTimeout(SILENCE_MS);
            socket.setTcpNoDelay(true);
            send("edax_unlock");
            String answer = next("edax_unlock", limit).text();
            if (!answer.toLowerCase(Locale.ROOT).contains("client connection accepted")) {
                throw new IOException(host + ":" + port + " answers edax_unlock with \"" + answer + "\"");
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Gives a command and waits for its answer.
     *
     * @param arguments quoted and parted by commas
     * @return what stands in the answer's quotes
     * @throws IOException if the connection is lost, or no answer comes in time
     */
    String ask(String command, Duration limit, Object... arguments) throws IOException, Refused {
        StringBuilder text = new StringBuilder(command);
        for (int k = 0; k < arguments.length; k++) {
            text.append(k == 0 ? " \"" : ",\"").append(arguments[k]).append('"');
        }
        send(text.toString());
        IpapiMessage answer = next(command, limit);
        if (answer.command().isEmpty()) { // so it rejects what it does not know
            throw new Refused(command + ": " + answer.text());
        }
        return answer.text();
    }

    /** As {@link #ask}, for commands that are done or not. */
    void order(String command, Duration limit, Object... arguments) throws IOException, Refused {
        String answer = ask(command, limit, arguments);
        if (!answer.equalsIgnoreCase("execution successful")) {
            throw new Refused(command + ": " + answer);
        }
    }

    /** Events since the last call, oldest first. */
    List<IpapiMessage> events() {
        List<IpapiMessage> all = new ArrayList<>(events);
        events.clear();
        return all;
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The answer to a command; events and late answers to others are passed over. */
    private IpapiMessage next(String command, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            while (!messages.isEmpty()) {
                IpapiMessage m = messages.remove(0);
                if (m.event()) {
                    if (events.size() < MOST_EVENTS) {
                        events.add(m);
                    }
                } else if (m.command().isEmpty() || m.command().equals(command)) {
                    return m;
                } else {
                    LOG.debug("late answer to {}: {}", m.command(), m.text());
                }
            }
            if (System.nanoTime() > end) {
                throw new IOException("no answer to " + command + " within " + limit.toMillis() + " ms");
            }
            read();
        }
    }

    private void read() throws IOException {
        byte[] bytes = new byte[LARGEST];
        try {
            int n = socket.getInputStream().read(bytes);
            if (n < 0) {
                throw new IOException("the instrument's software has closed the connection");
            }
            arrived.append(new String(bytes, 0, n, StandardCharsets.US_ASCII));
            IpapiMessage.take(arrived, messages);
            if (arrived.length() > 16 * LARGEST) {
                throw new IOException("the instrument's software sends what is no message");
            }
        } catch (SocketTimeoutException e) {
            if (!arrived.toString().isBlank() && !IpapiMessage.unfinished(arrived)) {
                messages.add(IpapiMessage.bare(arrived.toString()));
                arrived.setLength(0);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing the connection", e);
        }
    }
}
