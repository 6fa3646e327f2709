package sunstone.agent.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A sunstone command in a process of its own, which can be killed and stopped for real. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final Path out;

    private Child(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /**
     * Starts a command.
     *
     * @param out file for its standard output
     * @param log file for its log, for example /dev/full
     */
    public static Child start(Path out, Path log, String... arguments) {
        Path target = Path.of("target").toAbsolutePath();
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1", // a life of seconds
                "-XX:+UseSerialGC",
                "-Dsunstone.home=" + target.getParent().getParent(),
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "sunstone.agent.cli.Sunstone"));
        line.addAll(Arrays.asList(arguments));
        try {
            Files.createDirectories(out.toAbsolutePath().getParent());
            return new Child(
                    new ProcessBuilder(line)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start(),
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its standard output holds a text. */
    public boolean said(String text) {
        try {
            return Files.readString(out).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        waitFor(20);
    }

    /** SIGTERM, which it takes as Ctrl-C; its exit status, -1 if it has not ended within so many seconds. */
    public int end(int seconds) {
        signal("-TERM");
        return waitFor(seconds);
    }

    /** SIGSTOP: it stays where it is, its connections stay open. */
    void stop() {
        signal("-STOP");
    }

    /** SIGCONT. */
    void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its exit status; -1 if it has not ended within some seconds. */
    int waitFor(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Memory in use, bytes; 0 if it has ended. */
    long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    @Override
    public void close() {
        kill();
    }
}
