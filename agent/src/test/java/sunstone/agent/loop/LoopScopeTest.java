package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.Activity;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.Suggestion;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

/** The loop with all its parts, in memory. */
class LoopScopeTest {
    private static final TopicPartition SCANS = new TopicPartition("sunstone.scans", 0);

    private boolean broken;
    private int drawn;

    private Posterior sample(Snapshot snapshot, long seed) {
        drawn++;
        if (broken) {
            throw new PosteriorSampler.Unavailable("no model");
        }
        return new NearestFill().sample(snapshot, seed);
    }

    private LoopInMemory loop(Mode mode) {
        LoopInMemory loop = new LoopInMemory(mode, this::sample);
        loop.begin();
        return loop;
    }

    @Test
    void round_scanOpened_mapSuggestionCommandAndOffsetsAreOneTransaction() {
        LoopInMemory loop = loop(Mode.AUTO);

        loop.open("a");
        loop.settle();

        assertThat(loop.kafka.committed()).singleElement().satisfies(batch -> {
            assertThat(batch.records())
                    .extracting(Outgoing::topic)
                    .containsExactly(Topic.MAPS, Topic.SUGGESTIONS, Topic.SECTIONS, Topic.COMMANDS);
            assertThat(batch.next()).containsEntry(SCANS, 1L);
        });
        assertThat(loop.commands().get(0).points())
                .hasSize(loop.suggestions().get(0).points().size());
        assertThat(loop.fatal).isEmpty();
    }

    @Test
    void round_pointsUnderWay_waitsForTheLastOfThem() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.open("a");
        loop.settle();
        List<Suggestion.Point> asked = loop.suggestions().get(0).points();

        loop.measure("a", 1, asked.subList(0, asked.size() - 1));
        loop.settle();
        assertThat(loop.suggestions()).hasSize(1);
        loop.measure("a", 2, asked.subList(asked.size() - 1, asked.size()));
        loop.settle();

        assertThat(loop.suggestions()).hasSize(2);
        assertThat(loop.suggestions().get(1).basedOn().points()).isEqualTo(asked.size());
    }

    @Test
    void round_twoScansAreDue_theOneServedLastComesLast() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.open("b");
        loop.settle();

        loop.measure("a", 1, loop.suggestions().get(0).points());
        loop.measure("b", 1, loop.suggestions().get(1).points());
        loop.measure("a", 2, List.of(loop.suggestions().get(0).points().get(0)));
        loop.settle();

        assertThat(loop.suggestions()).extracting(Suggestion::scanId).containsExactly("a", "b", "a", "b");
    }

    @Test
    void round_slowScanIsAtWork_othersBeginBesideIt() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("slow");
        loop.open("small");

        assertThat(loop.inference.waiting()).as("rounds at work").isEqualTo(2);
        loop.inference.stepLast();
        loop.publishing.step();
        loop.loop.turn();
        loop.publishing.step();

        assertThat(loop.suggestions()).extracting(Suggestion::scanId).containsExactly("small");
        loop.settle();
        assertThat(loop.suggestions()).hasSize(2);
    }

    @Test
    void round_allPlacesAreTaken_waitsAndIsMadeOnTheNewestPoints() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.open("b");
        loop.open("c");
        loop.open("d");

        assertThat(loop.inference.waiting()).isEqualTo(2);
        loop.settle();

        assertThat(loop.suggestions()).extracting(Suggestion::scanId).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void round_samplerIsLateWithOneScan_othersAreSampledAndThatOneGoesOnWithout() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("stuck");
        loop.loop.pass(LoopInMemory.INFERENCE_LIMIT);
        loop.fallback.step();
        loop.publishing.step();
        assertThat(loop.degraded()).contains("over its limit");

        loop.open("b");
        loop.inference.stepLast();
        loop.loop.turn();
        loop.publishing.step();
        assertThat(loop.suggestions()).extracting(Suggestion::scanId).containsExactly("stuck", "b");
        assertThat(loop.degraded()).isNull();

        loop.measure("stuck", 1, loop.suggestions().get(0).points());
        assertThat(loop.inference.waiting()).as("only the one that is late").isOne();
        loop.fallback.step();
        loop.loop.turn();
        loop.publishing.step();
        assertThat(loop.degraded()).contains("over its limit");
    }

    @Test
    void round_samplerIsLate_isPublishedWithoutItAndWhatItMakesIsDropped() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");

        loop.loop.pass(LoopInMemory.INFERENCE_LIMIT);
        loop.fallback.step();
        loop.publishing.step();
        assertThat(loop.degraded()).contains("over its limit of 60.0 s", "classical fill");
        assertThat(drawn).isZero();

        loop.settle(); // the sampler is back
        assertThat(drawn).isOne();
        assertThat(loop.suggestions()).hasSize(1);
    }

    @Test
    void round_membersDrawn_areToldWhileTheSamplerWorks() {
        CountedSampler sampler = new CountedSampler();
        LoopInMemory loop = new LoopInMemory(Mode.ADVISE, sampler);
        List<String> told = new ArrayList<>();
        sampler.atEachMember = () -> {
            loop.scope.rounds().pump();
            Activity a = loop.views.of("a").orElseThrow().activity();
            told.add(a.kind() + " " + a.done() + "/" + a.of());
        };
        loop.begin();

        loop.open("a");
        loop.settle();

        assertThat(told).containsExactly("DRAWING 0/2", "DRAWING 1/2", "DRAWING 2/2");
        assertThat(loop.views.of("a").orElseThrow().activity().kind()).isEqualTo(Activity.Kind.DECISION);
    }

    /** A fill that pretends to draw two members. */
    private static final class CountedSampler implements PosteriorSampler {
        private Runnable atEachMember = () -> {};
        private Optional<Progress> progress = Optional.empty();

        @Override
        public Posterior sample(Snapshot snapshot, long seed) {
            for (int drawn = 0; drawn <= 2; drawn++) {
                progress = Optional.of(new Progress(drawn, 2));
                atEachMember.run();
            }
            return new NearestFill().sample(snapshot, seed);
        }

        @Override
        public Optional<Progress> progress() {
            return progress;
        }
    }

    @Test
    void round_samplerIsMissing_isTriedAgainEverLaterAndPublishedWhenItIsThere() {
        broken = true;
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.settle();
        assertThat(loop.degraded()).contains("no model");

        List<Integer> attempts = new ArrayList<>();
        for (int second = 1; second <= 8; second++) {
            loop.loop.pass(Duration.ofSeconds(1));
            loop.scope.rounds().pump();
            loop.settle();
            attempts.add(drawn);
        }
        assertThat(attempts).as("after 1, 3 and 7 s").containsExactly(2, 2, 3, 3, 3, 3, 4, 4);
        assertThat(loop.suggestions()).as("no news").hasSize(1);

        broken = false;
        loop.loop.pass(Duration.ofSeconds(8));
        loop.scope.rounds().pump();
        loop.settle();
        assertThat(loop.suggestions()).hasSize(2);
        assertThat(loop.degraded()).isNull();
    }

    @Test
    void round_scanIsClosedMeanwhile_isNotPublished() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.open("a");
        loop.write(Topic.SCANS, Outgoing.of(new ScanClosed("a")));

        loop.settle();

        assertThat(drawn).isOne();
        assertThat(loop.suggestions()).isEmpty();
    }

    @Test
    void round_partitionGoesElsewhereMeanwhile_isNotPublished() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.open("a");
        loop.scope.turn().revoked(Set.of(0));

        loop.settle();

        assertThat(loop.kafka.attempts()).isEmpty();
    }

    @Test
    void fenced_byAnotherProcess_isFatal() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.kafka.next(new Published.Fenced("epoch"));
        loop.open("a");

        loop.settle();

        assertThat(loop.fatal).singleElement().matches(e -> String.valueOf(e.getMessage())
                .contains("another agent runs under the id agent"));
    }

    @Test
    void commit_whatLedToNothing_goesOutAloneAfterAPeriod() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.open("a");
        loop.settle();
        loop.measure("a", 1, loop.suggestions().get(0).points().subList(0, 1));

        loop.scope.dispatch().commit();
        loop.settle();
        assertThat(loop.kafka.committed())
                .as("it may go out with the next suggestion")
                .hasSize(1);
        loop.scope.dispatch().commit();
        loop.settle();

        assertThat(loop.kafka.committed()).hasSize(2);
        assertThat(loop.kafka.committed().get(1).records()).isEmpty();
    }

    @Test
    void control_cancel_takesTheCommandBackAndItsPointsAreNotProposedAgain() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.open("a");
        loop.settle();
        Command first = loop.commands().get(0);
        loop.measure("a", 1, loop.suggestions().get(0).points().subList(0, 1));
        Control cancel = new Control("a", Control.Action.CANCEL, null, null, "Ada", loop.loop.now());

        loop.write(Topic.CONTROLS, Outgoing.of(cancel));
        loop.settle();

        assertThat(loop.commands()).extracting(Command::cancels).containsExactly(null, first.commandId(), null);
        assertThat(loop.suggestions()).hasSize(2);
        assertThat(loop.commands().get(2).points()).isNotEmpty().doesNotContainAnyElementsOf(first.points());
        assertThat(loop.views.of("a").orElseThrow().pending())
                .hasSameSizeAs(loop.commands().get(2).points());
    }

    @Test
    void control_cancelWhereNothingIsUnderWay_isRefused() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.settle();

        loop.write(
                Topic.CONTROLS,
                Outgoing.of(new Control("a", Control.Action.CANCEL, null, null, "Ada", loop.loop.now())));
        loop.settle();

        assertThat(loop.kafka.records(Topic.DEAD_LETTERS))
                .singleElement()
                .matches(r -> String.valueOf(r.headers().get("detail")).contains("nothing is under way"));
        assertThat(loop.commands()).isEmpty();
    }

    @Test
    void restart_afterACancel_nothingIsUnderWayAndTheNextSuggestionIsTheSame() {
        LoopInMemory first = loop(Mode.AUTO);
        first.open("a");
        first.settle();
        first.write(
                Topic.CONTROLS,
                Outgoing.of(new Control("a", Control.Action.CANCEL, null, null, "Ada", first.loop.now())));
        first.publishing.step(); // the cancel is out, the round after it is not

        LoopInMemory second = new LoopInMemory(Mode.AUTO, this::sample);
        second.assign(first.history());
        second.scope.turn().fold(first.replayed(Topic.SCANS));
        second.scope.turn().fold(first.replayed(Topic.CONTROLS));
        second.live();
        second.settle();
        first.settle();

        assertThat(second.suggestions().get(0).points())
                .isEqualTo(first.suggestions().get(1).points());
        assertThat(second.commands()).extracting(Command::cancels).containsOnlyNulls();
    }

    @Test
    void decide_approval_goesToTheTopicAndIsAnsweredWhenItComesBack() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.settle();
        Decision approval = new Decision("a", "a/1", Decision.Verdict.APPROVE, null, null, "Ada", loop.loop.now());

        Future<Answer> answer = loop.scope.door().decide(approval);
        loop.settle();
        assertThat(answer.isComplete()).isFalse();
        assertThat(loop.written).singleElement().matches(r -> r.topic() == Topic.DECISIONS);
        loop.write(Topic.DECISIONS, loop.written.get(0));
        loop.settle();

        assertThat(answer.result().taken()).isTrue();
        assertThat(loop.commands()).singleElement().matches(c -> c.suggestionId()
                .equals("a/1"));
    }

    @Test
    void decide_recordNeverComesBack_failsInTime() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.settle();
        Future<Answer> answer = loop.scope
                .door()
                .decide(new Decision("a", "a/1", Decision.Verdict.APPROVE, null, null, "Ada", loop.loop.now()));
        loop.settle();

        loop.loop.pass(Duration.ofSeconds(10));

        assertThat(answer.failed()).isTrue();
        assertThat(answer.cause()).hasMessageContaining("no answer within 10 s");
    }

    @Test
    void setMode_auto_commandsWhatStandsWhenItsControlHasComeBack() {
        LoopInMemory loop = loop(Mode.ADVISE);
        loop.open("a");
        loop.settle();

        Future<Mode> mode = loop.scope.door().setMode(Mode.AUTO, "Ada");
        loop.settle();
        assertThat(mode.cause()).isNull();
        assertThat(mode.result()).isEqualTo(Mode.AUTO);
        Outgoing control = loop.written.stream()
                .filter(r -> r.topic() == Topic.CONTROLS)
                .findFirst()
                .orElseThrow();
        loop.write(Topic.CONTROLS, control);
        loop.settle();

        assertThat(loop.views.notesSince(0))
                .extracting(n -> n.content().text())
                .contains("mode auto by Ada", "mode auto after advise by Ada");
        assertThat(loop.commands()).hasSize(1);
    }

    @Test
    void control_stop_endsTheScanWithTheNextRound() {
        LoopInMemory loop = loop(Mode.AUTO);
        loop.open("a");
        loop.settle();
        loop.write(
                Topic.CONTROLS,
                Outgoing.of(new Control("a", Control.Action.STOP, null, "done", "Ada", loop.loop.now())));
        loop.measure("a", 1, loop.suggestions().get(0).points());
        loop.settle();

        Suggestion last = loop.suggestions().get(1);
        assertThat(last.stop()).isNotNull();
        assertThat(loop.commands()).as("nothing more is commanded").hasSize(1);
    }

    @Test
    void restart_fromTheLog_suggestsWhatTheFirstAgentWouldHave() {
        LoopInMemory first = loop(Mode.AUTO);
        first.open("a");
        first.settle();
        first.measure("a", 1, first.suggestions().get(0).points());
        first.settle();
        List<Suggestion.Point> answers = first.suggestions().get(1).points();
        LoopInMemory second = new LoopInMemory(Mode.AUTO, this::sample);
        second.assign(first.history());
        for (Topic topic : List.of(Topic.SCANS, Topic.EBSD_POINTS)) {
            List<RawRecord> records = first.replayed(topic);
            second.scope.turn().fold(records);
        }
        second.live();
        second.settle();
        assertThat(second.suggestions()).as("points are under way").isEmpty();

        first.measure("a", 2, answers);
        first.settle();
        second.scope.turn().fold(List.of(last(first)));
        second.settle();

        assertThat(second.suggestions()).hasSize(1);
        assertThat(second.suggestions().get(0)).isEqualTo(first.suggestions().get(2));
    }

    private static RawRecord last(LoopInMemory loop) {
        List<RawRecord> points = loop.replayed(Topic.EBSD_POINTS);
        RawRecord r = points.get(points.size() - 1);
        return new RawRecord(
                r.topic(), r.position(), r.offset(), r.timestamp(), r.key(), r.value(), Map.copyOf(r.headers()), false);
    }
}
