package sunstone.connectors.instrument.sharksem;

import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to a microscope by SharkSEM: control, and data on the next port, which nothing is read from. Not
 * thread-safe.
 */
final class SharkSemClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharkSemClient.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Socket control = new Socket();
    private final Socket data = new Socket();
    private final Duration limit;
    private final DataInputStream in;
    private long deadline;

    /**
     * Connects; the microscope is told the port of the data connection before that is made.
     *
     * @param limit longest wait for the whole of an answer
     */
    SharkSemClient(String host, int port, Duration limit) throws IOException {
        this.limit = limit;
        try {
            control.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            control.setTcpNoDelay(true);
            in = new DataInputStream(new UntilDeadline(control.getInputStream()));
            data.bind(new InetSocketAddress(0));
            ask("TcpRegDataPort", 0, data.getLocalPort());
            data.connect(new InetSocketAddress(host, port + 1), (int) CONNECT.toMillis());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Version of the protocol. As messages are carried out in their order, its answer says that those before are done.
     */
    String version() throws IOException {
        return ask("TcpGetVersion", 0).text();
    }

    /** Calls a function that has no answer. */
    void tell(String function, int flags, Number... arguments) throws IOException {
        control.getOutputStream()
                .write(SharkSemMessage.of(function, flags, arguments).bytes());
        control.getOutputStream().flush();
    }

    /** Calls a function and gives what comes back. */
    SharkSemMessage.Arguments ask(String function, int flags, Number... arguments) throws IOException {
        tell(function, flags, arguments);
        deadline = System.nanoTime() + limit.toNanos();
        SharkSemMessage answer = SharkSemMessage.read(in);
        if (!answer.function().equals(function)) {
            throw new IOException("the microscope answers " + answer.function() + " where " + function + " was asked");
        }
        return answer.arguments();
    }

    /** An answer may come in pieces, but not for ever. */
    private final class UntilDeadline extends FilterInputStream {
        UntilDeadline(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer within " + limit.toMillis() + " ms");
            }
            control.setSoTimeout((int) left);
            return super.read(b, off, len);
        }
    }

    @Override
    public void close() {
        try {
            control.close();
            data.close();
        } catch (IOException e) {
            LOG.debug("closing the connection", e);
        }
    }
}
