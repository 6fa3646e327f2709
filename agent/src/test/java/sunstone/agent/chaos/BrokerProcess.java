package sunstone.agent.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code sunstone broker} in a process of its own, on a data folder that outlives it, reached through a proxy. */
final class BrokerProcess implements AutoCloseable {
    private final Path dir;
    private final Path data;
    private final int port;
    private final Proxy proxy;
    private Child process;

    private BrokerProcess(Path dir, int port, Proxy proxy) throws IOException {
        this.dir = dir;
        this.data = Files.createTempDirectory(dir, "broker");
        this.port = port;
        this.proxy = proxy;
        this.process = launch();
    }

    static BrokerProcess start(Path dir) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return new BrokerProcess(dir, port, new Proxy(port));
    }

    /** Where clients connect; all their traffic goes through the proxy. */
    String bootstrap() {
        return "127.0.0.1:" + proxy.port();
    }

    Proxy proxy() {
        return proxy;
    }

    /** SIGKILL, and a new process on the same folder and port. */
    void killAndRestart() {
        process.kill();
        process = launch();
    }

    private Child launch() {
        Child child = Child.start(
                dir.resolve("broker.out"),
                dir.resolve("broker.log"),
                "broker",
                "--port",
                "" + port,
                "--data",
                data.toString(),
                "--advertise",
                bootstrap());
        await("the broker listens").atMost(Duration.ofSeconds(60)).until(this::listens);
        return child;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        proxy.close();
    }
}
