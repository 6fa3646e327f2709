package sunstone.agent.loop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.agent.replay.Replay;
import sunstone.agent.round.CarriedNote;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.ScanOpened.SpecimenPrior;
import sunstone.connectors.message.Status;
import sunstone.simulators.broker.EmbeddedBroker;

/** Sections of a specimen, one after the other, through a real broker. */
class SectionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void open_sectionAboveAFinishedOne_beginsWithAMapAndSaysSo() throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "map.")) {
            desk.start();
            first(desk, Set.of());
            desk.open("two", new SpecimenPrior("one", 2.0));
            ScanView view = await().atMost(LIMIT).until(() -> desk.view("two").orElse(null), SectionsIT::hasRound);

            Round round = requireNonNull(view.round());
            assertThat(round.snapshot().points()).isEmpty();
            Round below = requireNonNull(desk.view("one").orElseThrow().round());
            assertThat(desk.right(round.posterior().map()))
                    .isGreaterThan(0.9 * desk.right(below.posterior().map()))
                    .isGreaterThan(0.6);
            CarriedNote note = requireNonNull(CarriedNote.of(round.snapshot()));
            assertThat(note.share()).isGreaterThan(0.5);
            assertThat(note.takenBack()).isFalse();
            assertThat(view.below()).isEqualTo("one/5");
            assertThat(round.suggestion().get(0).why()).startsWith("the map rests on the section below");
            Status status = await().atMost(LIMIT)
                    .until(
                            () -> desk.statuses().stream()
                                    .filter(s -> s.carried() != null)
                                    .findFirst()
                                    .orElse(null),
                            s -> s != null);
            assertThat(requireNonNull(status.carried()).get(0).below()).isEqualTo("one/5");
        }
    }

    @Test
    void restart_whereverItHappens_givesTheSameSuggestionsByteForByte() throws Exception {
        List<String> whole = twoSections("whole.", Set.of(), Set.of());

        assertThat(twoSections("cut.", Set.of(3), Set.of(0, 2))).isEqualTo(whole);
        assertThat(twoSections("between.", Set.of(5), Set.of(1, 3))).isEqualTo(whole);
    }

    @Test
    void open_sectionThatNobodyMeasuredOrWithoutThickness_goesOnAloneAndSaysWhy() throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), "alone.")) {
            desk.start();
            desk.open("a", new SpecimenPrior("nobody", 2.0));
            desk.open("b", new SpecimenPrior("a", null));
            await().atMost(LIMIT).until(() -> desk.commands("a") >= 1 && desk.commands("b") >= 1);

            assertThat(desk.provenance("a", 1).below()).isEqualTo("none");
            assertThat(desk.notes()).anyMatch(t -> t.contains("nobody")).anyMatch(t -> t.contains("thicknessUm"));
            assertReplayed(desk, "a", 1);
        }
    }

    private static boolean hasRound(@Nullable ScanView view) {
        return view != null && view.round() != null;
    }

    /** A section of five revisions; it stays open. */
    private static void first(DeskLoop desk, Set<Integer> restarts) throws Exception {
        desk.open("one", null);
        for (int revision = 1; revision <= 5; revision++) {
            int wanted = revision;
            await().atMost(LIMIT).until(() -> desk.commands("one") >= wanted);
            again(desk, restarts.contains(revision));
            if (revision < 5) {
                desk.measure("one", revision);
            }
        }
        desk.close("one");
    }

    private static void again(DeskLoop desk, boolean wanted) throws Exception {
        if (wanted) {
            desk.stop();
            desk.start();
        }
    }

    /** Two sections, the agent started anew after some of their revisions; then the second again from the log. */
    private static List<String> twoSections(String prefix, Set<Integer> inFirst, Set<Integer> inSecond)
            throws Exception {
        try (DeskLoop desk = new DeskLoop(broker.bootstrap(), prefix)) {
            desk.start();
            first(desk, inFirst);
            desk.open("two", new SpecimenPrior("one", 2.0));
            again(desk, inSecond.contains(0));
            for (int revision = 1; revision <= 4; revision++) {
                int wanted = revision;
                await().atMost(LIMIT).until(() -> desk.commands("two") >= wanted);
                again(desk, inSecond.contains(revision));
                if (revision < 4) {
                    desk.measure("two", revision);
                }
            }
            assertReplayed(desk, "two", 4);
            return desk.suggestions("two").stream()
                    .map(b -> new String(b, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static void assertReplayed(DeskLoop desk, String id, int revisions) {
        List<Replay.Step> steps = new ArrayList<>();
        Replay.read(desk.kafka(), id, LIMIT).run(DeskLoop.copilot(1), DeskLoop.settings("test"), revisions, steps::add);
        assertThat(steps).hasSize(revisions).allMatch(step -> step.difference() == null);
    }
}
