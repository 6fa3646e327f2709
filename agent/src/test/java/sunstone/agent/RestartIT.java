package sunstone.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.simulators.broker.EmbeddedBroker;

/** State is a fold over the topics: an agent that is stopped and started again suggests what one that was not would have. */
class RestartIT {
    private static final int REVISIONS = 14;
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void restart_whereverItHappens_givesTheSameSuggestionsByteForByte() throws Exception {
        List<byte[]> whole = run("whole.", Set.of(), false);
        List<byte[]> interrupted = run("cut.", Set.of(2, 5, 6, 9, 12), false);
        List<byte[]> lateAnswer = run("late.", Set.of(4, 8, 11), true);

        assertThat(texts(interrupted)).isEqualTo(texts(whole));
        assertThat(texts(lateAnswer)).isEqualTo(texts(whole));
    }

    /**
     * Runs a scan up to {@link #REVISIONS}.
     *
     * @param restarts revisions after which the agent is stopped and started again
     * @param down whether the instrument measures while the agent is down, or after it is back
     */
    private static List<byte[]> run(String prefix, Set<Integer> restarts, boolean down) throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), prefix)) {
            desk.start();
            desk.open("s");
            for (int revision = 1; revision <= REVISIONS; revision++) {
                int wanted = revision;
                await().atMost(Duration.ofSeconds(30)).until(() -> desk.commands("s") >= wanted);
                if (revision == REVISIONS) {
                    break;
                }
                if (restarts.contains(revision)) {
                    desk.stop();
                    if (down) {
                        desk.measure("s", revision);
                    }
                    desk.start();
                    if (!down) {
                        desk.measure("s", revision);
                    }
                } else {
                    desk.measure("s", revision);
                }
            }
            assertThat(desk.provenance("s", REVISIONS).learnt().refuted())
                    .as("wrong solutions that the run has found: without some it would prove little")
                    .isNotEmpty();
            assertThat(desk.provenance("s", REVISIONS).learnt().innovations()).isNotEmpty();
            assertThat(desk.sizes("s"))
                    .as("sizes of the batches, which follow from ensemble and stamps")
                    .hasSizeGreaterThan(1);
            return desk.suggestions("s");
        }
    }

    private static List<String> texts(List<byte[]> records) {
        return records.stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList();
    }
}
