package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.agent.replay.Replay;
import sunstone.simulators.broker.EmbeddedBroker;

/**
 * State is a fold over the topics: an agent that is stopped and started again suggests what one that was not would
 * have.
 */
class RestartIT {
    private static final int REVISIONS = 14;
    private static final int FIRST_DEGRADED = 5;
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

    @Test
    void restart_idClosedAndOpenedAgain_givesTheSameSuggestionsByteForByte() throws Exception {
        List<byte[]> whole = twoLives("two.", false, Set.of());

        assertThat(texts(twoLives("later.", false, Set.of(4, 6)))).isEqualTo(texts(whole));
        assertThat(texts(twoLives("both.", true, Set.of(5)))).isEqualTo(texts(whole));
    }

    /** Three revisions, the end, the same id again and four more; then all of it from the log. */
    private static List<byte[]> twoLives(String prefix, boolean between, Set<Integer> restarts) throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), prefix)) {
            desk.start();
            desk.open("s");
            for (int revision = 1; revision <= 7; revision++) {
                int wanted = revision;
                await().atMost(Duration.ofSeconds(30)).until(() -> desk.commands("s") >= wanted);
                if (restarts.contains(revision)) {
                    desk.stop();
                    desk.start();
                }
                if (revision == 3) {
                    desk.close("s");
                    if (between) {
                        desk.stop();
                    }
                    desk.open("s");
                    if (between) {
                        desk.start();
                    }
                } else if (revision < 7) {
                    desk.measure("s", revision);
                }
            }
            assertReplayed(desk, 7);
            return desk.suggestions("s");
        }
    }

    private static void assertReplayed(DeskLoop desk, int revisions) {
        List<Replay.Step> steps = new ArrayList<>();
        Replay.read(desk.kafka(), "s", Duration.ofSeconds(30))
                .run(DeskLoop.copilot(1), DeskLoop.settings("test"), revisions, steps::add);
        assertThat(steps).hasSize(revisions).allMatch(step -> step.difference() == null);
    }

    @Test
    void restart_whileTheSamplerFails_holdsOnToTheLastGoodMapByteForByte() throws Exception {
        List<byte[]> whole = spell("ill.", Set.of());

        assertThat(texts(spell("restarted.", Set.of(FIRST_DEGRADED, FIRST_DEGRADED + 1, FIRST_DEGRADED + 2))))
                .isEqualTo(texts(whole));
        // before its first degraded round it could have judged the points that wait, and now cannot: the log says so
        spell("unjudged.", Set.of(FIRST_DEGRADED - 1));
    }

    /** A scan whose sampler fails for three revisions and then works again; then all of it from the log. */
    private static List<byte[]> spell(String prefix, Set<Integer> restarts) throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), prefix)) {
            desk.start();
            desk.open("s");
            int last = FIRST_DEGRADED + 3;
            for (int revision = 1; revision <= last; revision++) {
                int wanted = revision;
                await().atMost(Duration.ofSeconds(30)).until(() -> desk.commands("s") >= wanted);
                desk.broken(revision + 1 >= FIRST_DEGRADED && revision + 1 < last);
                if (restarts.contains(revision)) {
                    desk.stop();
                    desk.start();
                }
                if (revision < last) {
                    desk.measure("s", revision, revision == 1 ? DeskLoop.ROWS / 3 : 0); // then a batch is a small part
                }
            }
            String held = "no model; the map is that of revision " + (FIRST_DEGRADED - 1);
            assertThat(desk.degraded("s"))
                    .as("held while it rests on nine of ten measurements")
                    .startsWith(held, held)
                    .hasSize(3);
            assertReplayed(desk, last);
            return desk.suggestions("s");
        }
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
