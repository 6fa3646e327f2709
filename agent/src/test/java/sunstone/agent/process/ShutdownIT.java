package sunstone.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.chaos.Child;

/** Broker, microscope and agent in one process that is told to end. */
class ShutdownIT {
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path dir;

    @Test
    void demo_endedWhileItSamples_goesInGoodOrderAndQuietly() throws Exception {
        Path out = dir.resolve("out");
        Path log = dir.resolve("log");
        String[] command = {
            "demo",
            "--no-ui",
            "--budget",
            "2000",
            "--members",
            "4",
            "--out",
            dir.resolve("report").toString()
        };
        try (Child demo = Child.start(out, log, command)) {
            // from the first round on, which is told of here, one follows another
            await().atMost(Duration.ofMinutes(3)).until(() -> demo.said("   0 points"));

            assertThat(demo.end(30)).isEqualTo(TERMINATED);
        }

        assertThat(Files.readString(log)).contains("INFO").doesNotContain("WARN", "ERROR", "Exception");
        assertThat(Files.readString(out)).doesNotContain("fatal error");
    }
}
