package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Mode;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.RegionRuns;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/** The loop against a real broker; the test plays the instrument by hand. */
class CopilotVerticleIT extends LoopOnBroker {
    private static final int ROWS = LoopByHand.ROWS;
    private static final int COLS = LoopByHand.COLS;

    @Test
    void advise_withoutApproval_commandsNothing() {
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);
        assertThat(first.points()).hasSize(4);
        assertThat(first.points().get(0)).extracting("row", "col").containsExactly(6, 5);

        loop.measure("s", 1, 0, 0);
        loop.suggestion("s", 2);

        assertThat(loop.commands("s")).isEmpty();
        assertThat(loop.maps("s")).hasSize(2);
    }

    @Test
    void advise_approved_commandsExactlyThat() {
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);

        loop.decide("s", first.suggestionId(), Decision.Verdict.APPROVE);

        Command command =
                await().until(() -> loop.commands("s"), c -> c.size() == 1).get(0);
        assertThat(command.suggestionId()).isEqualTo(first.suggestionId());
        assertThat(command.points()).extracting("row").isEqualTo(column(first, true));
        assertThat(command.points()).extracting("col").isEqualTo(column(first, false));
    }

    @Test
    void advise_overtakenSuggestion_cannotBeApproved() {
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);
        loop.measure("s", 1, 0, 0);
        loop.suggestion("s", 2);

        loop.decide("s", first.suggestionId(), Decision.Verdict.APPROVE);

        await().until(() -> loop.view("s").refusedDecisions() == 1);
        assertThat(loop.commands("s")).isEmpty();
    }

    @Test
    void advise_denied_proposesOtherPoints() {
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);

        loop.decide("s", first.suggestionId(), Decision.Verdict.DENY);

        Suggestion second = loop.suggestion("s", 2);
        Set<String> denied = new HashSet<>();
        first.points().forEach(p -> denied.add(p.row() + "," + p.col()));
        assertThat(second.points()).noneMatch(p -> denied.contains(p.row() + "," + p.col()));
    }

    @Test
    void shadow_approved_commandsNothing() {
        loop.mode(Mode.SHADOW);
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);
        loop.decide("s", first.suggestionId(), Decision.Verdict.APPROVE);

        // what comes after the decision on the same topic has been taken when the dead letter is there
        loop.send(new Outgoing(Topic.DECISIONS, "s", LoopByHand.bytes("poison"), Map.of()));
        await().until(() -> loop.records(Topic.DEAD_LETTERS).size() == 1);

        assertThat(loop.commands("s")).isEmpty();
    }

    @Test
    void setModeAuto_standingSuggestion_isCommandedAtOnceAndSoAreTheNext() {
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);

        loop.mode(Mode.AUTO);

        await().until(() -> loop.commands("s").size() == 1);
        loop.measure("s", 1, first.points());
        loop.suggestion("s", 2);
        await().until(() -> loop.commands("s").size() == 2);
    }

    @Test
    void pause_inAuto_commandsNothingUntilResumed() {
        loop.mode(Mode.AUTO);
        loop.open("s");
        Suggestion first = loop.suggestion("s", 1);
        await().until(() -> loop.commands("s").size() == 1);

        assertThat(loop.control("s", Control.Action.PAUSE, null).taken()).isTrue();
        loop.measure("s", 1, first.points());
        Suggestion second = loop.suggestion("s", 2);

        assertThat(loop.decide("s", second.suggestionId(), Decision.Verdict.APPROVE)
                        .text())
                .contains("paused");
        assertThat(loop.commands("s")).hasSize(1);
        loop.control("s", Control.Action.RESUME, null);
        await().until(() -> loop.commands("s").size() == 2);
    }

    @Test
    void stop_thenResume_proposesAgain() {
        loop.open("s");
        loop.suggestion("s", 1);

        loop.control("s", Control.Action.STOP, null);

        assertThat(loop.suggestion("s", 2).stop())
                .isNotNull()
                .extracting(Suggestion.Stop::reason)
                .asString()
                .contains("stopped by test");
        loop.control("s", Control.Action.RESUME, null);
        assertThat(loop.suggestion("s", 3).points()).hasSize(4);
    }

    @Test
    void forbiddenRegion_afterRestart_stillGetsNoPoints() {
        loop.open("s");
        loop.suggestion("s", 1);
        boolean[] upper = new boolean[ROWS * COLS];
        java.util.Arrays.fill(upper, 0, ROWS * COLS / 2, true);

        loop.control("s", Control.Action.FORBID, RegionRuns.of(upper));
        assertThat(loop.suggestion("s", 2).points()).hasSize(4).allMatch(p -> p.row() >= ROWS / 2);
        loop.restart(Mode.ADVISE);
        loop.measure("s", 1, ROWS - 1, 0);

        assertThat(loop.suggestion("s", 3).points()).hasSize(4).allMatch(p -> p.row() >= ROWS / 2);
        assertThat(loop.control("s", Control.Action.PREFER, RegionRuns.of(new boolean[3]))
                        .text())
                .contains("3 pixels");
    }

    @Test
    void brokenRecords_becomeDeadLettersAndTheScanGoesOn() {
        loop.open("s");
        loop.suggestion("s", 1);
        loop.send(new Outgoing(Topic.EBSD_POINTS, "s", LoopByHand.bytes("{\"schema\":\"sunstone/1\""), Map.of()));
        loop.send(Outgoing.of(new EbsdPoints("s", 5, List.of(LoopByHand.point(99, 0, 1)))));
        loop.send(Outgoing.of(new EbsdPoints("nobody", 5, List.of(LoopByHand.point(0, 0, 1)))));
        loop.send(new Outgoing(Topic.PL_FRAMES, "s", new byte[3], Map.of("schema", "sunstone/1")));
        loop.measure("s", 6, 1, 1);

        loop.suggestion("s", 2);
        await().until(() -> loop.records(Topic.DEAD_LETTERS).size() == 4);
        assertThat(loop.records(Topic.DEAD_LETTERS))
                .extracting(r -> r.headers().get("reason"))
                .containsExactlyInAnyOrder("malformed", "outside-grid", "unknown-scan", "missing-field");
        RawRecord first = loop.records(Topic.DEAD_LETTERS).stream()
                .filter(r -> "malformed".equals(r.headers().get("reason")))
                .findFirst()
                .orElseThrow();
        assertThat(first.value()).isEqualTo(LoopByHand.bytes("{\"schema\":\"sunstone/1\""));
        assertThat(first.headers())
                .containsEntry("sourceTopic", loop.kafka().name(Topic.EBSD_POINTS))
                .containsEntry("sourceOffset", "0");
    }

    @Test
    void restart_midScan_continuesWithTheNextRevisionAndRepeatsNothing() {
        loop.mode(Mode.AUTO);
        loop.open("s");
        loop.send(new Outgoing(Topic.EBSD_POINTS, "s", LoopByHand.bytes("poison"), Map.of()));
        Suggestion first = loop.suggestion("s", 1);
        await().until(() -> loop.commands("s").size() == 1
                && loop.records(Topic.DEAD_LETTERS).size() == 1);
        loop.measure("s", 1, first.points());
        Suggestion second = loop.suggestion("s", 2);

        loop.restart(Mode.AUTO);
        loop.measure("s", 2, second.points());

        Suggestion third = loop.suggestion("s", 3);
        assertThat(third.basedOn().points()).isEqualTo(8);
        assertThat(third.basedOn().frames()).isEqualTo(6);
        await().until(() -> loop.commands("s").size() == 3);
        assertThat(loop.suggestions("s")).extracting(Suggestion::revision).containsExactly(1, 2, 3);
        assertThat(loop.commands("s")).extracting(Command::commandId).doesNotHaveDuplicates();
        assertThat(loop.records(Topic.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void status_beats() {
        Status status = await().until(
                        () -> loop.records(Topic.STATUS).stream()
                                .flatMap(r -> r.decode(Codecs.STATUS).value().stream())
                                .filter(s -> s.partitions().size() == 6)
                                .toList(),
                        s -> !s.isEmpty())
                .get(0);

        assertThat(status.agentId()).isEqualTo("agent");
        assertThat(status.mode()).isEqualTo("advise");
    }

    @Test
    void closed_latePoints_areDeadLetters() {
        loop.open("s");
        loop.suggestion("s", 1);
        loop.send(Outgoing.of(new ScanClosed("s"))).join();
        await().until(() -> loop.view("s").closed());

        loop.measure("s", 1, 0, 0);

        await().until(() -> loop.records(Topic.DEAD_LETTERS).size() == 1);
    }

    private static List<Object> column(Suggestion s, boolean row) {
        List<Object> values = new ArrayList<>();
        s.points().forEach(p -> values.add(row ? p.row() : p.col()));
        return values;
    }
}
