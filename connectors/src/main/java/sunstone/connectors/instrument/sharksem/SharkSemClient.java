package sunstone.connectors.instrument.sharksem;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to a microscope by SharkSEM: control, and data on the next port, which nothing is read from. Not thread-safe. */
final class SharkSemClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharkSemClient.class);
    private static final Duration CONNECT = Duration.ofSeconds(10), ANSWER = Duration.ofSeconds(30);

    private final Socket control = new Socket();
    private final Socket data = new Socket();
    private final DataInputStream in;

    /** Connects; the microscope is told the port of the data connection before that is made. */
    SharkSemClient(String host, int port) throws IOException {
        try {
            control.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            control.setSoTimeout((int) ANSWER.toMillis());
            control.setTcpNoDelay(true);
            in = new DataInputStream(control.getInputStream());
            data.bind(new InetSocketAddress(0));
            ask("TcpRegDataPort", 0, data.getLocalPort());
            data.connect(new InetSocketAddress(host, port + 1), (int) CONNECT.toMillis());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Version of the protocol. As messages are carried out in their order, its answer says that those before are done. */
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
        SharkSemMessage answer = SharkSemMessage.read(in);
        if (!answer.function().equals(function)) {
            throw new IOException("the microscope answers " + answer.function() + " where " + function + " was asked");
        }
        return answer.arguments();
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
