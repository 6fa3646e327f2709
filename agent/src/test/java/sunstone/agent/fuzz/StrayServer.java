package sunstone.agent.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A server that answers a command as it should, or with damage, in two pieces, late, with half an answer, several
 * times, not at all, or by hanging up; which of these, a seed says.
 */
final class StrayServer implements AutoCloseable {
    private final ServerSocket server;
    private final BiFunction<byte[], SplittableRandom, byte[]> answers;
    private final Thread thread = new Thread(this::run, "stray-server");
    private volatile SplittableRandom random = new SplittableRandom(0);

    /** @param answers the right answer to what has been read; empty if it needs none */
    StrayServer(ServerSocket server, BiFunction<byte[], SplittableRandom, byte[]> answers) {
        this.server = server;
        this.answers = answers;
        thread.setDaemon(true);
        thread.start();
    }

    static ServerSocket freePort() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    int port() {
        return server.getLocalPort();
    }

    /** From the next connection on. */
    void behave(SplittableRandom how) {
        random = how;
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(2000);
                SplittableRandom r = random.split();
                InputStream in = client.getInputStream();
                byte[] read = new byte[4096];
                for (int n = in.read(read); n > 0; n = in.read(read)) {
                    if (!say(answers.apply(Arrays.copyOf(read, n), r), client.getOutputStream(), r)) {
                        break;
                    }
                }
            } catch (IOException | InterruptedException e) {
                // the next one
            }
        }
    }

    /** False if it hangs up. */
    private static boolean say(byte[] right, OutputStream out, SplittableRandom r)
            throws IOException, InterruptedException {
        byte[] answer = r.nextInt(6) == 0 ? Damage.bytes(right, r) : right;
        switch (r.nextInt(12)) {
            case 0 -> { // in two pieces
                int half = answer.length / 2;
                out.write(answer, 0, half);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(r.nextInt(3));
                out.write(answer, half, answer.length - half);
            }
            case 1 -> { // half of it, and good-bye
                out.write(answer, 0, answer.length / 2);
                return false;
            }
            case 2 -> TimeUnit.MILLISECONDS.sleep(r.nextInt(80)); // nothing
            case 3 -> { // late
                TimeUnit.MILLISECONDS.sleep(r.nextInt(80));
                out.write(answer);
            }
            case 4 -> {
                for (int k = r.nextInt(2, 6); k > 0; k--) {
                    out.write(answer);
                }
            }
            case 5 -> {
                return r.nextBoolean();
            }
            default -> out.write(answer);
        }
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        thread.interrupt();
    }
}
